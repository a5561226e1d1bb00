import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { isFields } from '@snacks/domain';

/** The requests of a client to DynamoDB. */
export interface Meter {
  requests: number;
  /** The entries that queries scanned, whether they returned them or not. */
  scanned: number;
}

/** Counts a client's requests from now on. */
export function metered(client: DynamoDBClient): Meter {
  const meter: Meter = { requests: 0, scanned: 0 };
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const { output } = result;
      meter.requests += 1;
      if (isFields(output) && typeof output.ScannedCount === 'number') {
        meter.scanned += output.ScannedCount;
      }
      return result;
    },
    { step: 'initialize', name: 'meter' },
  );
  return meter;
}
