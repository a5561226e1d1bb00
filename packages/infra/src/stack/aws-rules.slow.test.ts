import { describe, expect, it } from '@jest/globals';

import { AWS_RULES } from '../../test/aws-rules/index.js';
import { mutantsOfStack } from '../../test/aws-rules/mutants.js';
import { STAGES } from '../../test/aws-rules/stages.js';
import { synthesised, type Synthesised } from '../../test/synthesised.js';

describe('a template that is wrong in one place', () => {
  it('breaks each rule', () => {
    const unbroken = new Set(Object.values(AWS_RULES).flat());
    const look = (stack: Synthesised) => {
      for (const rule of unbroken) {
        if (rule.check(stack).some(({ isRight }) => !isRight)) unbroken.delete(rule);
      }
    };

    look(synthesised('costAnomalies')); // what is left out cannot be wrong in one place
    for (const mutant of mutantsOfStack(STAGES.staging)) {
      look(mutant);
      if (unbroken.size === 0) break;
    }

    expect([...unbroken].map(({ rule }) => rule)).toEqual([]);
  });
});
