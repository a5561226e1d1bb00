import {
  createStepFunctionsClient,
  environmentCredentials,
  StepFunctionsApprovalWorkflow,
} from '@snacks/adapters-aws/step-functions';

import type { Adapters } from '../ports.js';
import type { DeployedFunction } from './deployed-function.js';

/** The approval workflow. */
export function stepFunctionsWorkflow({
  environment,
}: DeployedFunction): Pick<Adapters, 'approvalWorkflow'> {
  const credentials = environmentCredentials(process.env);
  const stateMachineArn = environment.value('APPROVAL_WORKFLOW_ARN');
  return {
    approvalWorkflow: () =>
      new StepFunctionsApprovalWorkflow(createStepFunctionsClient({ credentials }), {
        stateMachineArn,
      }),
  };
}
