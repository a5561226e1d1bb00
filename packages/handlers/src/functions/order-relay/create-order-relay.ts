import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { committedEvents } from '@snacks/adapters-aws/stream-record';
import { hasCode, isFields } from '@snacks/domain';
import type { OrderEvent } from '@snacks/domain/events';
import type { DeadLetter } from '@snacks/domain/ports';
import type { CommittedEvents, RelayEvents } from '@snacks/domain/use-cases';

import type { CompositionFor } from '../../composition/compose.js';
import * as USE_CASES from '../../composition/use-cases.js';
import type { LambdaHandler } from '../../inbound/lambda-handler.js';
import { idsIn } from '../../observability/logging/ids-in.js';
import { logged } from '../../observability/logging/logged.js';
import type { Logger } from '../../observability/logging/logger.js';
import { topology } from '../../topology/topology.js';
import { UnsupportedEventError } from '../../inbound/unsupported-event-error.js';

export interface OrderRelayDependencies {
  readonly relayEvents: RelayEvents;
  readonly logger: Logger;
}

/**
 * Publishes the events of committed changes. Returns the first record that was not relayed; the stream
 * delivers again from there.
 *
 * Two failures do not stop the relay, because the orders behind them would wait in vain: an event that
 * the bus refuses for good goes to the dead-letter queue, and a record that cannot be read is skipped.
 * The relay logs both at error level. The order is still in the table.
 */
export function createOrderRelay({
  relayEvents,
  logger,
}: OrderRelayDependencies): LambdaHandler<DynamoDBBatchResponse> {
  function eventsOf(record: DynamoDBRecord): CommittedEvents {
    try {
      return committedEvents(record);
    } catch (error) {
      if (!hasCode(error, 'STORED_ORDER_INVALID')) throw error;
      logger.error('record cannot be relayed', { orderId: error.orderId, error });
      return [];
    }
  }

  function logRefusal({ event, code }: DeadLetter<OrderEvent>, stageEnding: string): void {
    const deadLetterQueue = `${topology.streamConsumer.deadLetterQueue}${stageEnding}`;
    logger.error('event refused by the bus, sent to the dead-letter queue', {
      ...idsIn(event),
      code,
      deadLetterQueue,
    });
  }

  return logged(logger, async (event, { functionName }) => {
    if (!isStreamBatch(event)) {
      throw new UnsupportedEventError('Expected a batch of DynamoDB stream records.');
    }
    const changes = event.Records.map(eventsOf);
    const { relayed, deadLetters } = await relayEvents.execute(changes);
    for (const letter of deadLetters)
      logRefusal(letter, functionName.slice(topology.streamConsumer.function.length));
    const published = changes.slice(0, relayed).flat().length - deadLetters.length;
    logger.info('events relayed', { count: published });

    const failed = event.Records[relayed]?.dynamodb?.SequenceNumber;
    if (failed === undefined) return { batchItemFailures: [] };
    // The publisher has logged why, for each event that the bus refused.
    const left = changes.slice(relayed).flat();
    logger.warn('events left for the next try', { ...idsIn(left[0]), count: left.length });
    return { batchItemFailures: [{ itemIdentifier: failed }] };
  });
}

function isStreamRecord(record: unknown): record is DynamoDBRecord {
  return (
    isFields(record) &&
    record.eventSource === 'aws:dynamodb' &&
    isFields(record.dynamodb) &&
    typeof record.dynamodb.SequenceNumber === 'string'
  );
}

function isStreamBatch(event: unknown): event is DynamoDBStreamEvent {
  return isFields(event) && Array.isArray(event.Records) && event.Records.every(isStreamRecord);
}

/** The function over the use cases of a composition. */
export function orderRelay(
  composition: CompositionFor<'relayEvents'>,
  own: Pick<OrderRelayDependencies, 'logger'>,
): ReturnType<typeof createOrderRelay> {
  return createOrderRelay({
    relayEvents: composition.get(USE_CASES.relayEvents),
    ...own,
  });
}
