import { SFNClient } from '@aws-sdk/client-sfn';
import { clientSettings, type ClientOptions } from '../client/settings.js';

/**
 * A client for Step Functions. Make one per process, outside the handler.
 *
 * Sends a request up to 3 times, in standard mode: every call of `StepFunctionsApprovalWorkflow` may
 * be repeated safely.
 */
export function createStepFunctionsClient(options: ClientOptions = {}): SFNClient {
  return new SFNClient(clientSettings(options, 3));
}
