import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { describe, expect, it, jest } from '@jest/globals';
import { failuresOf, runnerLimitsOf } from '../../test/contract-failures.js';
import { assertEqual, assertRejected, present } from './assertions.js';
import { contractSuite, type ContractOptions, type ContractSuite } from './contract-suite.js';
import * as testing from './index.js';

/** A subject that a test closes. */
class Connection {
  closed = 0;

  close(): void {
    this.closed += 1;
  }
}

type Case = Parameters<ContractSuite<Connection>['it']>[1];

/** The failure of a suite with one case, and the connections that the case created. */
async function runCase(run: Case, options: ContractOptions<Connection> = {}) {
  const connections: Connection[] = [];
  const create = async () => {
    const connection = new Connection();
    connections.push(connection);
    return connection;
  };
  const [failure] = await failuresOf((functions) => {
    contractSuite('Clock', functions, create, options).it('returns the time', run);
  });
  return { error: failure?.error, connections };
}

async function failureOf(run: Case, options?: ContractOptions<Connection>): Promise<unknown> {
  return (await runCase(run, options)).error;
}

async function failToCreate(): Promise<never> {
  throw new Error('no adapter');
}

const teardown = async (connection: Connection) => connection.close();

/** The limit that a suite with some options gives to its runner. */
function runnerLimitOf(options: ContractOptions<Connection>): number | undefined {
  const [limit] = runnerLimitsOf((functions) => {
    const suite = contractSuite('Clock', functions, () => new Connection(), options);
    suite.it('returns the time', async () => {});
  });
  return limit;
}

const REFERENCE = 'See the doc comment of Clock in @snacks/domain (REFERENCE.md#clock).';

describe('a failure of a contract suite', () => {
  it('says which guarantee broke, where the values differ, and where it is documented', async () => {
    const actual = { order: { snackItems: [{ name: 'Chips' }, { name: 'Soda' }] } };
    const expected = { order: { snackItems: [{ name: 'Chips' }, { name: 'Nuts' }] } };

    const error = await failureOf(async () => assertEqual(actual, expected, 'page'));

    expect(error).toMatchObject({
      message: `Clock: returns the time.\npage.order.snackItems[1].name: expected "Nuts", got "Soda"\n${REFERENCE}`,
    });
  });

  it('has both values, and is an assertion error to every test runner', async () => {
    const [actual, expected] = [{ at: 1 }, { at: 2 }];

    const error = await failureOf(async () => assertEqual(actual, expected, 'time'));

    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      name: 'AssertionError',
      code: 'ERR_ASSERTION',
      operator: 'deepEqual',
      showDiff: true,
    });
    expect(error).toHaveProperty('actual', actual);
    expect(error).toHaveProperty('expected', expected);
    expect(error).not.toHaveProperty('cause');
  });

  it.each([
    {
      title: 'a missing field',
      actual: {},
      expected: { a: 1 },
      text: 'it.a: expected 1, got undefined',
    },
    {
      title: 'an extra element',
      actual: [1, 2],
      expected: [1],
      text: 'it[1]: expected undefined, got 2',
    },
    {
      title: 'a list instead of an object',
      actual: [],
      expected: {},
      text: 'it: expected {}, got []',
    },
    {
      title: 'other dates',
      actual: new Date(1),
      expected: new Date(2),
      text: 'it: expected "1970-01-01T00:00:00.002Z", got "1970-01-01T00:00:00.001Z"',
    },
    { title: 'nothing', actual: null, expected: {}, text: 'it: expected {}, got null' },
  ])('says where two values differ: $title', async ({ actual, expected, text }) => {
    const error = await failureOf(async () => assertEqual(actual, expected, 'it'));

    expect(error).toMatchObject({ message: expect.stringContaining(`\n${text}\n`) });
  });

  it('does not have the whole of a long text in its message', async () => {
    const error = await failureOf(async () => assertEqual('x'.repeat(10_000), '', 'text'));

    expect(error).toMatchObject({ message: expect.stringMatching(/^.{1,400}$/s) });
    expect(error).toHaveProperty('actual', 'x'.repeat(10_000));
  });

  it('names a missing value', async () => {
    const error = await failureOf(async () => {
      present(undefined, 'order');
    });

    expect(error).toMatchObject({
      message: expect.stringContaining('order: expected a value, got undefined'),
      actual: undefined,
      expected: 'a value',
    });
  });

  it('names the missing error of a call', async () => {
    const error = await failureOf(async () => assertRejected(Promise.resolve(), 'ORDER_CONFLICT'));

    expect(error).toMatchObject({
      message: expect.stringContaining('expected an error with code ORDER_CONFLICT, got none'),
      expected: 'ORDER_CONFLICT',
    });
  });

  it.each([
    { thrown: new Error('no network'), actual: 'Error: no network' },
    { thrown: Object.assign(new Error('busy'), { code: 'THROTTLED' }), actual: 'THROTTLED' },
  ])('has the other error of a call as its cause: $actual', async ({ thrown, actual }) => {
    const error = await failureOf(async () => assertRejected(Promise.reject(thrown), 'CONFLICT'));

    expect(error).toMatchObject({
      message: expect.stringContaining(`expected an error with code CONFLICT, got ${actual}`),
      actual,
      expected: 'CONFLICT',
    });
    expect(error).toHaveProperty('cause', thrown);
  });

  it.each([
    { title: 'an unexpected error', thrown: new TypeError('no network') },
    { title: 'one of another realm', thrown: runInNewContext('new TypeError("no network")') },
  ])('has $title as its cause, and points to where that was thrown', async ({ thrown }) => {
    const error = await failureOf(async () => Promise.reject(thrown));

    const message = `Clock: returns the time.\nno network\n${REFERENCE}`;
    const calls = String(Reflect.get(thrown, 'stack')).slice('TypeError: no network'.length);
    expect(error).toMatchObject({ message, stack: `Error: ${message}${calls}` });
    expect(error).toHaveProperty('cause', thrown);
    expect(error).not.toHaveProperty('expected');
  });

  it('has the calls of an unexpected error also where a stack has no message', async () => {
    const thrown = Object.assign(new Error('no network'), { stack: 'save@adapter.js:1:2' });

    expect(await failureOf(async () => Promise.reject(thrown))).toMatchObject({
      stack: `Error: Clock: returns the time.\nno network\n${REFERENCE}\nsave@adapter.js:1:2`,
    });
  });

  it.each([
    {
      title: 'an error without a stack',
      thrown: Object.assign(new Error('no network'), { stack: undefined }),
    },
    { title: 'a value that is not an error', thrown: 'no network' },
  ])('has as its cause also $title', async ({ thrown }) => {
    const error = await failureOf(
      async () =>
        new Promise((_resolve, reject) => {
          reject(thrown);
        }),
    );

    expect(error).toMatchObject({ message: expect.stringContaining('\nno network\n') });
    expect(error).toHaveProperty('cause', thrown);
  });

  it('names a heading of the reference, in every suite', async () => {
    const reference = readFileSync(new URL('../../REFERENCE.md', import.meta.url), 'utf8');
    const anchors = new Set(
      Array.from(reference.matchAll(/^#+ (\w+)$/gm), ([, name = '']) => name.toLowerCase()),
    );
    const suites = Object.entries(testing).flatMap(([name, suite]) =>
      name.endsWith('Contract') && typeof suite === 'function' ? [suite] : [],
    );

    const named = new Set<string>();
    for (const suite of suites) {
      const failures = await failuresOf((functions) => {
        Reflect.apply(suite, undefined, [functions, failToCreate]);
      });
      for (const { error } of failures) {
        named.add(/REFERENCE\.md#(.*)\)/.exec(String(error))?.[1] ?? String(error));
      }
    }

    expect(named.size).toBeGreaterThanOrEqual(suites.length);
    expect([...named].filter((anchor) => !anchors.has(anchor))).toEqual([]);
  });
});

describe('the teardown of a contract suite', () => {
  it('closes everything that a case created, once', async () => {
    const { error, connections } = await runCase(
      async (create) => {
        await create();
        await create();
      },
      { teardown },
    );

    expect(error).toBeUndefined();
    expect(connections.map(({ closed }) => closed)).toEqual([1, 1]);
  });

  it('closes also after a failed case, which it reports even if a teardown fails too', async () => {
    const { error, connections } = await runCase(
      async (create) => {
        await create();
        await create();
        assertEqual(1, 2, 'time');
      },
      {
        teardown: async (connection) => {
          connection.close();
          throw new Error('not closed');
        },
      },
    );

    expect(error).toMatchObject({ message: expect.stringContaining('time: expected 2, got 1') });
    expect(connections.map(({ closed }) => closed)).toEqual([1, 1]);
  });

  it('fails the case if it fails', async () => {
    const error = await failureOf(async (create) => void (await create()), {
      teardown: async () => Promise.reject(new Error('not closed')),
    });

    expect(error).toMatchObject({
      message: `Clock: returns the time.\nnot closed\n${REFERENCE}`,
      cause: new Error('not closed'),
    });
  });

  it('fails the case if it never finishes', async () => {
    const error = await failureOf(async (create) => void (await create()), {
      teardown: async () => new Promise(() => {}),
      timeLimit: 10,
    });

    expect(error).toMatchObject({
      message: `Clock: returns the time.\nIts teardown did not finish within 10 ms\n${REFERENCE}`,
    });
  });

  it('closes also what is created after the time limit, and ends the case', async () => {
    const connection = new Connection();
    const connect = { finish: () => {} };
    const connected = new Promise<void>((resolve) => {
      connect.finish = resolve;
    });
    let created: Promise<Connection> | undefined;
    const create = async () => connected.then(() => connection);
    await failuresOf((functions) => {
      const suite = contractSuite('Clock', functions, create, { teardown, timeLimit: 10 });
      suite.it('returns the time', async (createOne) => {
        created = createOne();
        await created;
      });
    });

    connect.finish();

    await expect(created).rejects.toThrow('the case has ended');
    expect(connection.closed).toBe(1);
  });
});

describe('the time limit of a contract suite', () => {
  it('fails a case that never finishes, with the guarantee', async () => {
    const error = await failureOf(async () => new Promise(() => {}), { timeLimit: 10 });

    expect(error).toMatchObject({
      message: `Clock: returns the time.\nIt did not finish within 10 ms\n${REFERENCE}`,
    });
  });

  it('is ten seconds by default, and shorter than what the runner gets', () => {
    expect(runnerLimitOf({})).toBe(21_000);
    expect(runnerLimitOf({ timeLimit: 500 })).toBe(2_000);
  });

  it('is of real time, even if a test has a fake clock', async () => {
    jest.useFakeTimers();
    try {
      expect(await failureOf(async () => new Promise(() => {}), { timeLimit: 10 })).toBeInstanceOf(
        Error,
      );
      expect(jest.getTimerCount()).toBe(0);
    } finally {
      jest.useRealTimers();
    }
  });
});
