import {
  createStepFunctionsClient,
  environmentCredentials,
  StepFunctionsApprovalWorkflow,
} from '@snacks/adapters-aws/step-functions';
import type { ApprovalWorkflow } from '@snacks/domain';

import type { Environment } from '../environment.js';

/** The workflow on Step Functions, by a client of this process's own. */
export function stepFunctionsWorkflow(environment: Environment): ApprovalWorkflow {
  const credentials = environmentCredentials(process.env);
  return new StepFunctionsApprovalWorkflow(createStepFunctionsClient({ credentials }), {
    stateMachineArn: environment.value('APPROVAL_WORKFLOW_ARN'),
  });
}
