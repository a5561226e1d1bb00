import { Duration, Stack } from 'aws-cdk-lib';
import { EventBus, Rule, type EventPattern } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { topology } from '@snacks/handlers';
import { Construct } from 'constructs';

import type { EventQueues } from './event-queues.js';
import { constructId, nameIn } from '../../names.js';

export interface OrderBusProps {
  readonly stage: string;
  readonly queues: EventQueues;
}

/** Days that the archive keeps events: as many as dead-letter queues keep messages. */
const ARCHIVE_DAYS = 14;

/** The bus of order events, its archive, and the topology's rules. */
export class OrderBus extends Construct {
  readonly bus: EventBus;

  constructor(scope: Construct, id: string, { stage, queues }: OrderBusProps) {
    super(scope, id);
    const name = nameIn(stage, topology.bus.name);
    this.bus = new EventBus(this, 'Bus', {
      eventBusName: name,
      description: 'Order events',
    });
    this.bus.archive('Archive', {
      archiveName: name,
      description: `All order events of ${ARCHIVE_DAYS} days, for replay`,
      eventPattern: { account: [Stack.of(this).account] },
      retention: Duration.days(ARCHIVE_DAYS),
    });
    for (const [ruleName, rule] of Object.entries(topology.rules)) {
      new Rule(this, constructId(ruleName), {
        eventBus: this.bus,
        ruleName: nameIn(stage, ruleName),
        description: rule.description,
        eventPattern: toEventPattern(rule.pattern),
        targets: [
          new SqsQueue(queues.queue(rule.queue), {
            deadLetterQueue: queues.queue(rule.deadLetterQueue),
          }),
        ],
      });
    }
  }
}

type Pattern = (typeof topology.rules)[keyof typeof topology.rules]['pattern'];

/** A mutable copy: CDK's type does not accept readonly arrays. */
function toEventPattern({ source, detail }: Pattern): EventPattern {
  return {
    source: [...source],
    ...(detail !== undefined && {
      detail: Object.fromEntries(
        Object.entries(detail).map(([field, values]) => [field, [...values]]),
      ),
    }),
  };
}
