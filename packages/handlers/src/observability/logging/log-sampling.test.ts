import { describe, expect, it } from '@jest/globals';

import { withLogContext } from './log-context.js';
import { isSampled } from './log-sampling.js';
import { PinoLogger } from './pino-logger.js';

const IDS = Array.from({ length: 10_000 }, (_, n) => `request-${n}`);

/** Two functions with the same sampling, and the messages in their common log. */
function twoFunctions(sampling: number) {
  const messages: string[] = [];
  const destination = { write: (line: string) => void messages.push(JSON.parse(line).message) };
  const [creator, processor] = (['order-creator', 'order-processor'] as const).map(
    (service) => new PinoLogger({ service, level: 'info', destination, sampling }),
  );
  if (creator === undefined || processor === undefined) throw new Error('There are two functions.');
  return { creator, processor, messages };
}

describe('sampling of the log', () => {
  it.each([0, 1, 10, 50, 99, 100])('keeps about %d percent of the correlation ids', (percent) => {
    const kept = IDS.filter((id) => isSampled(id, percent)).length / IDS.length;

    expect(Math.abs(kept - percent / 100)).toBeLessThan(percent % 100 === 0 ? 1e-9 : 0.02);
  });

  it('keeps all that a lower percentage keeps, so that a change of it loses no order halfway', () => {
    for (const id of IDS.filter((one) => isSampled(one, 10))) {
      expect(isSampled(id, 11)).toBe(true);
    }
  });

  it('logs every info record of an order in all functions, or none', () => {
    const { creator, processor, messages } = twoFunctions(50);

    for (const correlationId of IDS.slice(0, 100)) {
      creator.info(`${correlationId} placed`, { correlationId });
      withLogContext({ correlationId }, () => processor.info(`${correlationId} processed`));
    }

    for (const id of IDS.slice(0, 100)) {
      const lines = messages.filter((message) => message.startsWith(`${id} `));
      expect(lines).toEqual(isSampled(id, 50) ? [`${id} placed`, `${id} processed`] : []);
    }
  });

  it('logs warnings and errors of every order', () => {
    const { creator, messages } = twoFunctions(0);

    creator.info('placed', { correlationId: 'request-1' });
    creator.warn('late', { correlationId: 'request-1' });
    creator.error('failed', { correlationId: 'request-1' });

    expect(messages).toEqual(['late', 'failed']);
  });

  it('logs what belongs to no order, such as the end of a batch', () => {
    const { processor, messages } = twoFunctions(0);

    processor.info('invocation ended');

    expect(messages).toEqual(['invocation ended']);
  });
});
