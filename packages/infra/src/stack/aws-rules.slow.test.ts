import { describe, expect, it } from '@jest/globals';

import { AWS_RULES } from '../../test/aws-rules/index.js';
import { mutantsOfStack } from '../../test/aws-rules/mutants.js';
import { STAGES } from '../../test/aws-rules/stages.js';
import { synthesised, type Synthesised } from '../../test/synthesised.js';

describe('a template that is wrong in one place', () => {
  it('breaks each rule', () => {
    const unbroken = new Set(Object.values(AWS_RULES).flat());
    const checkRules = (stack: Synthesised) => {
      for (const rule of unbroken) {
        if (rule.check(stack).some(({ isValid }) => !isValid)) unbroken.delete(rule);
      }
    };

    checkRules(synthesised('costAnomalies')); // no mutant adds a resource, such as the monitor
    for (const mutant of mutantsOfStack(STAGES.staging)) {
      checkRules(mutant);
      if (unbroken.size === 0) break;
    }

    expect([...unbroken].map(({ rule }) => rule)).toEqual([]);
  });
});
