import {
  InMemoryEventBus,
  queueTarget,
  type EventBridgeEnvelope,
  type InMemoryQueue,
} from '@snacks/adapters-memory';
import type { Clock, IdGenerator } from '@snacks/domain/ports';
import { topology, type QueueName } from '@snacks/handlers';

import type { ReportFault } from './report-fault.js';

export interface EventBusOptions {
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly queueOf: (name: QueueName) => InMemoryQueue;
  /** Receives every event that the bus accepts. */
  readonly onAccepted: (envelope: EventBridgeEnvelope) => void;
  readonly report: ReportFault;
}

/** Creates the topology's bus with its rules. Every rule sends its events to a queue. */
export function createEventBus({
  clock,
  ids,
  queueOf,
  onAccepted,
  report,
}: EventBusOptions): InMemoryEventBus {
  const bus = new InMemoryEventBus({
    name: topology.bus.name,
    clock,
    ids,
    onDeliveryFailed: ({ rule, target }, error) =>
      report(`The bus could not deliver an event of the rule ${rule} to ${target}.`, error),
    onTaken: onAccepted,
  });
  for (const [name, rule] of Object.entries(topology.rules)) {
    bus.addRule({
      name,
      pattern: rule.pattern,
      targets: [queueTarget(queueOf(rule.queue))],
      deadLetterQueue: queueOf(rule.deadLetterQueue),
    });
  }
  return bus;
}
