import { topology } from '@snacks/handlers';

import type { System } from './system.js';

/**
 * Loses and doubles messages between the bus and the queues, as the seed decides. EventBridge and a standard
 * queue may do so.
 */
export function disturbMessages(system: System): void {
  const { network, platform, timeline, options } = system;
  const { random, profile, leftOut } = options;
  let sent = 0;
  for (const queueName of new Set(Object.values(topology.rules).map((rule) => rule.queue))) {
    const queue = platform.queue(queueName);
    let doubling = false;
    queue.onSend(() => {
      sent += 1;
      const name = `message ${sent} to ${queueName}`;
      if (doubling || network.faultsStopped || leftOut.has(name)) return;
      const sequence = random.sequence(name);
      const lost = sequence.happens(profile.messageLost);
      if (!lost && !sequence.happens(profile.messageDoubled)) return;
      network.disturbed.push(name);
      timeline.add(() => `${name} ${lost ? 'lost' : 'doubled'}`);
      if (lost) {
        system.lostMessagesTo.add(queueName);
        for (const { receiptHandle } of queue.receive(1)) queue.delete(receiptHandle);
        return;
      }
      const latest = queue.messages().findLast(({ state }) => state === 'visible');
      doubling = true;
      if (latest !== undefined) queue.send(latest.body);
      doubling = false;
    });
  }
}
