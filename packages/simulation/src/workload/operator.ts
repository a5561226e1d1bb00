import { isFields, type Order } from '@snacks/domain';
import { DecideApproval } from '@snacks/domain/use-cases';
import {
  FUNCTION_NAMES,
  QUEUE_NAMES,
  topology,
  type FunctionName,
  type QueueName,
} from '@snacks/handlers';

import type { System } from '../world/system.js';

const OPERATOR = { subject: 'operator', roles: ['operator', 'approver'] } as const;

/** Acts after the faults have stopped: fixes the bus, redrives dead letters, and decides on waiting orders. */
export class Operator {
  constructor(private readonly system: System) {}

  /** Fixes the bus, and redrives every dead letter; returns how many there were. */
  async redrive(): Promise<number> {
    const { platform, options } = this.system;
    this.system.fixBus();
    let moved = this.publishRefused();
    for (const name of QUEUE_NAMES) {
      const { redrive } = topology.queues[name];
      if (redrive === undefined) continue;
      const deadLetters = platform.queue(redrive.deadLetterQueue);
      const target = options.mutant?.deadLettersDropped === true ? undefined : platform.queue(name);
      moved += target ? deadLetters.redriveTo(target) : this.drop(redrive.deadLetterQueue);
    }
    for (const name of FUNCTION_NAMES) moved += await this.invokeAgain(name);
    if (moved > 0) this.system.timeline.add(() => `operator redrives ${moved} dead letters`);
    return moved;
  }

  /** Decides on a waiting order and returns `true`, or leaves it to the deadline and returns `false`. */
  async decide({ orderId, version }: Order): Promise<boolean> {
    const { ports, options, labels, timeline } = this.system;
    const label = labels.of(orderId);
    const decision = options.random
      .sequence(`decision on ${label}`)
      .oneOf(['approve', 'reject', 'none']);
    if (decision === 'none') return false;
    timeline.add(() => `operator decides on ${label}: ${decision}`);
    await new DecideApproval(ports.orders(), ports.clock()).execute({
      orderId,
      decision,
      expectedVersion: version,
      actor: OPERATOR,
      correlationId: 'operator',
    });
    return true;
  }

  /** Invokes a function again with the payloads of its failed asynchronous invocations. */
  private async invokeAgain(name: FunctionName): Promise<number> {
    const { platform } = this.system;
    const { onFailure } = topology.functions[name];
    if (onFailure === undefined) return 0;
    const queue = platform.queue(onFailure);
    const letters = queue.receive(queue.depth.visible);
    for (const { body, receiptHandle } of letters) {
      const letter: unknown = JSON.parse(body);
      if (isFields(letter)) await platform.function(name).invoke(letter.requestPayload);
      queue.delete(receiptHandle);
    }
    return letters.length;
  }

  /** Publishes the events again that the bus had refused for good. */
  private publishRefused(): number {
    const { platform, options } = this.system;
    const { deadLetterQueue } = topology.streamConsumer;
    if (options.mutant?.deadLettersDropped === true) return this.drop(deadLetterQueue);
    const queue = platform.queue(deadLetterQueue);
    const letters = queue.receive(queue.depth.visible);
    for (const { body, receiptHandle } of letters) {
      const letter: unknown = JSON.parse(body);
      // A message that Lambda wrote itself has no event in it.
      if (!isFields(letter) || letter.refusal === undefined) continue;
      const { source, 'detail-type': detailType, detail } = letter;
      platform.bus.put([{ source: String(source), detailType: String(detailType), detail }]);
      queue.delete(receiptHandle);
    }
    return letters.length;
  }

  private drop(name: QueueName): number {
    const queue = this.system.platform.queue(name);
    const letters = queue.receive(queue.depth.visible);
    for (const { receiptHandle } of letters) queue.delete(receiptHandle);
    return letters.length;
  }
}
