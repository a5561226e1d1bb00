import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import { isFields } from '@snacks/domain';

import { topology } from './topology.js';
import { ORDER_APPROVAL_FUNCTIONS, orderApproval } from './approval-workflow.js';

/** The definition as it is deployed. */
function theDefinition(deadlineHours = 24) {
  return orderApproval({
    deadlineHours,
    functionName: (name) => `arn:aws:lambda:eu-central-1:123456789012:function:${name}`,
  });
}

/** The errors that a validator of Amazon States Language finds in a definition. */
function faultsOf(definition: unknown): unknown {
  // A CommonJS module that exports a function, without types for native modules.
  const validate: unknown = createRequire(import.meta.url)('asl-validator');
  if (typeof validate !== 'function') throw new Error('asl-validator does not export a function.');
  // It fills in defaults, so it gets a copy.
  const result: unknown = validate(JSON.parse(JSON.stringify(definition)));
  return isFields(result) ? result.errors : result;
}

describe('the workflow of an approval', () => {
  it('is a state machine in Amazon States Language', () => {
    expect(faultsOf(theDefinition())).toEqual([]);
    expect(faultsOf({ ...theDefinition(), StartAt: 'Nowhere' })).not.toEqual([]);
  });

  it.each([1, 24, 336])(
    'waits %d hours for the decision, and reminds the approvers halfway',
    (hours) => {
      const { RequestApproval, Remind } = theDefinition(hours).States;

      expect(RequestApproval.TimeoutSeconds + Remind.TimeoutSeconds).toBe(hours * 3_600);
      expect(RequestApproval.Parameters.Payload).toMatchObject({ secondsLeft: hours * 3_600 });
      expect(Remind.TimeoutSeconds).toBe(RequestApproval.TimeoutSeconds);
      expect(Remind.Parameters.Payload).toMatchObject({
        secondsLeft: Remind.TimeoutSeconds,
        reminder: true,
      });
    },
  );

  it('invokes exactly the functions that the topology lists', () => {
    const invoked = new Set(JSON.stringify(theDefinition()).match(/(?<=function:)[\w-]+/g));

    expect(invoked).toEqual(new Set(ORDER_APPROVAL_FUNCTIONS));
    expect(topology.approvalWorkflow.functions).toBe(ORDER_APPROVAL_FUNCTIONS);
  });

  it('differs between the partitions of AWS only in the name of the partition', () => {
    const text = JSON.stringify(
      orderApproval({ deadlineHours: 24, functionName: (name) => name, partition: 'aws-us-gov' }),
    );

    expect(text).toContain('arn:aws-us-gov:states:::lambda:invoke.waitForTaskToken');
    expect(text).not.toContain('arn:aws:');
  });
});
