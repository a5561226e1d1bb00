import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { StoredOrderInvalidError } from '@snacks/domain';

import { describeError } from './describe-error.js';
import { withLogContext } from './log-context.js';
import { logged } from './logged.js';
import { PinoLogger } from './pino-logger.js';

function aLogger() {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const logger = new PinoLogger({ service: 'order-creator', level: 'info', destination });
  return { logger, records: (): unknown[] => lines.map((line) => JSON.parse(line)) };
}

const invocation = (awsRequestId: string) => ({ awsRequestId, functionName: 'order-creator' });

describe('the log', () => {
  it('has one JSON line per record, with level, time, service and message', () => {
    const { logger, records } = aLogger();

    logger.warn('something happened', { orderId: 'order-1' });

    expect(records()).toEqual([
      {
        level: 'warn',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        service: 'order-creator',
        message: 'something happened',
        orderId: 'order-1',
      },
    ]);
  });

  it('writes nothing below its level', () => {
    const { logger, records } = aLogger();

    logger.debug('a detail');

    expect(records()).toEqual([]);
  });

  it('has the fields of the invocation, and of the work within it', async () => {
    const { logger, records } = aLogger();
    const handler = logged(logger, async () => {
      withLogContext({ orderId: 'order-1' }, () => logger.info('inner', { count: 1 }));
      logger.info('outer');
    });

    await handler({}, invocation('request-1'));

    expect(records()).toEqual([
      expect.objectContaining({ message: 'inner', requestId: 'request-1', orderId: 'order-1' }),
      expect.not.objectContaining({ orderId: 'order-1' }),
      expect.objectContaining({ message: 'invocation ended', durationMs: expect.any(Number) }),
    ]);
  });

  it('does not carry a field of one line over to the next', async () => {
    const { logger, records } = aLogger();
    const handler = logged(logger, async () => {
      logger.info('first', { count: 1 });
      logger.info('second');
    });

    await handler({}, invocation('request-1'));

    expect(records()[1]).not.toHaveProperty('count');
  });

  it('never mixes the contexts of concurrent invocations', async () => {
    const { logger, records } = aLogger();
    const handler = logged(logger, async (event) => {
      for (let step = 0; step < 3; step += 1) {
        await turn();
        logger.info(String(event));
      }
    });

    await Promise.all(
      ['a', 'b', 'c'].map(async (name) => handler(name, invocation(`request-${name}`))),
    );

    const steps = records().filter((record) => /"message":"[abc]"/.test(JSON.stringify(record)));
    expect(steps).toHaveLength(9);
    for (const name of ['a', 'b', 'c']) {
      const own = expect.objectContaining({ message: name, requestId: `request-${name}` });
      expect(steps.filter((step) => own.asymmetricMatch(step))).toHaveLength(3);
    }
  });

  it('starts a new context when one invocation causes another', async () => {
    const { logger, records } = aLogger();
    const second = logged(logger, async () => logger.info('second'));
    const first = logged(logger, async () =>
      withLogContext({ orderId: 'order-1' }, async () => second({}, invocation('request-2'))),
    );

    await first({}, invocation('request-1'));

    const [line] = records();
    expect(line).toMatchObject({ message: 'second', requestId: 'request-2' });
    expect(line).not.toHaveProperty('orderId');
  });

  it('marks only the first invocation as a cold start', async () => {
    const { logger, records } = aLogger();
    const handler = logged(logger, async () => undefined);

    await handler({}, invocation('request-1'));
    await handler({}, invocation('request-2'));

    expect(records()).toEqual([
      expect.objectContaining({ coldStart: true }),
      expect.objectContaining({ coldStart: false }),
    ]);
  });

  it('logs the error that an invocation throws', async () => {
    const { logger, records } = aLogger();
    const handler = logged(logger, async () => Promise.reject(new TypeError('John Doe')));

    await expect(handler({}, invocation('request-1'))).rejects.toThrow(TypeError);

    expect(records()).toEqual([
      expect.objectContaining({
        level: 'error',
        error: expect.objectContaining({ name: 'TypeError' }),
      }),
    ]);
    expect(JSON.stringify(records())).not.toContain('John Doe');
  });
});

describe('an error in the log', () => {
  it('shows the message of an error with a code, and its cause', () => {
    const error = new StoredOrderInvalidError('order-1', 'version');
    Object.assign(error, { cause: new RangeError('quotes John Doe') });

    expect(describeError(error)).toEqual({
      name: 'StoredOrderInvalidError',
      code: 'STORED_ORDER_INVALID',
      message: 'The stored order order-1 cannot be read: its version is missing or not valid.',
      stack: expect.any(Array),
      cause: { name: 'RangeError', stack: expect.any(Array) },
    });
  });

  it('shows the message of an error of AWS', () => {
    const error = Object.assign(new Error('Rate exceeded'), { $metadata: {} });

    expect(describeError(error)).toMatchObject({ message: 'Rate exceeded' });
  });

  it.each([
    ["JSON.parse's", () => JSON.parse('John Doe')],
    ["Node's", () => fail("Received type string ('John Doe')", 'ERR_INVALID_ARG_TYPE')],
  ])('hides the message of %s errors, which quote their input', (_whose, work) => {
    const error = captured(work);

    expect(error).toHaveProperty('message');
    expect(describeError(error)).not.toHaveProperty('message');
    expect(JSON.stringify(describeError(error))).not.toContain('John');
  });

  it('logs the type of a thrown value that is not an error', () => {
    expect(describeError('John Doe')).toEqual({ name: 'string' });
  });
});

function fail(message: string, code: string): never {
  throw Object.assign(new TypeError(message), { code });
}

function captured(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}
