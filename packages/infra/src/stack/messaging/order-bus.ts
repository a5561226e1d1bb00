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

/** How long the archive keeps events: as long as dead-letter queues keep theirs. */
const ARCHIVE_DAYS = 14;

/** The bus of order events with its archive, and the topology's rules. */
export class OrderBus extends Construct {
  readonly bus: EventBus;

  constructor(scope: Construct, id: string, { stage, queues }: OrderBusProps) {
    super(scope, id);
    const name = nameIn(stage, topology.bus.name);
    this.bus = new EventBus(this, 'Bus', {
      eventBusName: name,
      description: 'What happened to orders',
    });
    this.bus.archive('Archive', {
      archiveName: name,
      description: `Every event of an order, for ${ARCHIVE_DAYS} days, to be replayed`,
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

/** A copy, as CDK wants to be able to change it. */
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
