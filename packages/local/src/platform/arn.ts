import { topology } from '@snacks/handlers';

/** The account id in every ARN of this machine. */
export const ACCOUNT = '000000000000';

/** The ARN of a queue of this machine. */
export function queueArn(name: string): string {
  return `arn:aws:sqs:local:${ACCOUNT}:${name}`;
}

/** The ARN of the approval workflow's state machine. */
export const STATE_MACHINE_ARN = `arn:aws:states:local:${ACCOUNT}:stateMachine:${topology.approvalWorkflow.name}`;

/** The ARN of an execution of the approval workflow. */
export function executionArn(name: string): string {
  return `${STATE_MACHINE_ARN.replace(':stateMachine:', ':execution:')}:${name}`;
}

/** Returns the name in an ARN, in the URL of a queue, or in a bare name: its last part. */
export function nameIn(reference: string): string {
  return reference.split(/[:/]/).at(-1) ?? reference;
}
