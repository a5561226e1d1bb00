import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { isFields } from '@snacks/domain';

/** The requests of a client to DynamoDB. */
export interface Meter {
  requests: number;
  /** The index entries that queries read. */
  entries: number;
  /** The items that batches read. */
  items: number;
}

/** Counts a client's requests from now on. */
export function metered(client: DynamoDBClient): Meter {
  const meter: Meter = { requests: 0, entries: 0, items: 0 };
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const { output } = result;
      meter.requests += 1;
      if (isFields(output) && typeof output.ScannedCount === 'number') {
        meter.entries += output.ScannedCount;
      }
      if (isFields(output) && isFields(output.Responses)) {
        meter.items += Object.values(output.Responses).flat().length;
      }
      return result;
    },
    { step: 'initialize', name: 'meter' },
  );
  return meter;
}
