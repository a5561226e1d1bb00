import { isFields } from '@snacks/domain';

import type { QueuedMessage } from '../ports/dead-letter-queues.js';
import type { LogLine } from '../ports/log-search.js';
import { parse } from './message-ids.js';

/**
 * Returns why a message is a dead letter, as a sentence: from the log line of its last try, or from what
 * the service that gave it up wrote into it.
 */
export function failureReason(
  { body, attributes }: Pick<QueuedMessage, 'body' | 'attributes'>,
  line?: LogLine,
): string {
  return (
    errorIn(line) ??
    byRule(attributes) ??
    byService(parse(body)) ??
    'Unknown: no log line of its last try was found.'
  );
}

/** The error of a log line, as text. */
export function errorIn(line: LogLine | undefined): string | undefined {
  const error = line?.fields.error;
  if (!isFields(error)) return undefined;
  const name = typeof error.code === 'string' ? error.code : error.name;
  return typeof error.message === 'string' ? `${String(name)}: ${error.message}` : String(name);
}

/** EventBridge adds these attributes to an event that it could not deliver. */
function byRule({ ERROR_CODE: code, ERROR_MESSAGE: message }: QueuedMessage['attributes']) {
  if (code === undefined) return undefined;
  return `The bus could not deliver it: ${code}${message === undefined ? '' : `: ${message}`}`;
}

function byService(content: unknown): string | undefined {
  if (!isFields(content)) return undefined;
  const { refusal, requestContext, responsePayload } = content;
  if (isFields(refusal)) return `The bus refused the event: ${String(refusal.code)}`;
  if (!isFields(requestContext)) return undefined;
  const error = isFields(responsePayload) ? responsePayload : {};
  const type = typeof error.errorType === 'string' ? `: ${error.errorType}` : '';
  return `Lambda gave it up: ${String(requestContext.condition)}${type}`;
}
