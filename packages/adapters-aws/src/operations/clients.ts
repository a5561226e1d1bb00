import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';

import { clientSettings, type ClientOptions } from '../client/settings.js';

/** The search of a log takes longer than a write. In milliseconds. */
const SEARCH_TIMEOUT = 10_000;

/** Creates a client for CloudWatch. Create one per process, outside the handler. */
export function createCloudWatchClient(options: ClientOptions = {}): CloudWatchClient {
  return new CloudWatchClient(clientSettings({ requestTimeout: SEARCH_TIMEOUT, ...options }, 3));
}

/** Creates a client for CloudWatch Logs. Create one per process, outside the handler. */
export function createCloudWatchLogsClient(options: ClientOptions = {}): CloudWatchLogsClient {
  return new CloudWatchLogsClient(
    clientSettings({ requestTimeout: SEARCH_TIMEOUT, ...options }, 3),
  );
}
