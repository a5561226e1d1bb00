import { SFNClient } from '@aws-sdk/client-sfn';
import { clientSettings, type ClientOptions } from '../client/settings.js';

/**
 * Creates a client for Step Functions. Create one per process, outside the handler.
 *
 * It sends a request up to 3 times, in standard mode. Every call of `StepFunctionsApprovalWorkflow` is
 * safe to repeat.
 */
export function createStepFunctionsClient(options: ClientOptions = {}): SFNClient {
  return new SFNClient(clientSettings(options, 3));
}
