import { topology } from '@snacks/handlers';

import type { System } from './system.js';

/**
 * Loses and doubles messages on their way from the bus to the queues, as the seed decides: what
 * EventBridge and a standard queue may do.
 */
export function disturbMessages(system: System): void {
  const { network, platform, timeline, options } = system;
  const { chance, profile, leftOut } = options;
  let sent = 0;
  for (const queueName of new Set(Object.values(topology.rules).map((rule) => rule.queue))) {
    const queue = platform.queue(queueName);
    let doubling = false;
    queue.onSend(() => {
      sent += 1;
      const name = `message ${sent} to ${queueName}`;
      if (doubling || network.isCalm || leftOut.has(name)) return;
      const draws = chance.of(name);
      const lost = draws.happens(profile.messageLost);
      if (!lost && !draws.happens(profile.messageDoubled)) return;
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
