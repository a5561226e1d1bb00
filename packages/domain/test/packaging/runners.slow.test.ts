import { stripVTControlCharacters } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { EmptyFolder, pack } from '../empty-folder.js';

/** The test runners, each with a limit for a test that is shorter than that of the suite, if it has one. */
const RUNNERS = [
  {
    runner: 'jest',
    module: '@jest/globals',
    args: ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', '--testTimeout=50'],
    diff: /- {3}"type": "temperature",\n\s*\+ {3}"type": "another",/,
  },
  {
    runner: 'vitest',
    module: 'vitest',
    args: ['node_modules/vitest/vitest.mjs', 'run', '--testTimeout=50'],
    diff: /- {3}"type": "temperature",\n\s*\+ {3}"type": "another",/,
  },
  {
    runner: 'node:test',
    module: 'node:test',
    args: ['--test', '--test-reporter=spec'],
    diff: /actual: \{[^}]*type: 'another'[^]*expected: \{[^}]*type: 'temperature'/,
  },
] as const;

const GUARANTEE = 'EventRecords: keep the first record of an id.';
const REFERENCE =
  'See the doc comment of EventRecords in @snacks/domain (REFERENCE.md#eventrecords).';

/** Adapters of another team. Each keeps its process running until it is closed. */
const ADAPTERS = `
export class Records {
  records = new Map();
  connection = setInterval(() => {}, 60_000);

  async add(record) {
    if (this.records.has(record.eventId)) return 'known';
    this.records.set(record.eventId, structuredClone(record));
    return 'added';
  }
  async find(eventId) {
    return structuredClone(this.records.get(eventId));
  }
  async close() {
    clearInterval(this.connection);
  }
}

export class OverwritingRecords extends Records {
  async add(record) {
    const result = await super.add(record);
    this.records.set(record.eventId, structuredClone(record));
    return result;
  }
}

export class DisconnectedRecords extends Records {
  async add() {
    throw new TypeError('no network');
  }
}

export class SilentRecords extends Records {
  find() {
    return new Promise(() => {});
  }
}
`;

let folder: EmptyFolder;

beforeAll(async () => {
  folder = await EmptyFolder.with(await pack(), 'module');
  folder.link('jest', '@jest/globals', 'vitest');
  folder.write('adapters.js', ADAPTERS);
  folder.write('jest.config.json', JSON.stringify({ transform: {} }));
}, 60_000);

/** Runs the contract suite on an adapter of the folder, and returns the report. */
async function report(
  { module, runner, args }: (typeof RUNNERS)[number],
  adapter: string,
  timeLimit: number,
): Promise<{ passed: boolean; text: string }> {
  const file = `${runner.replace(':', '-')}/${adapter}.test.js`;
  folder.write(
    file,
    `import { describe, it } from '${module}';
     import { eventRecordsContract } from '@snacks/domain/testing';
     import { ${adapter} } from '../adapters.js';
     eventRecordsContract({ describe, it }, async () => new ${adapter}(), {
       teardown: async (records) => records.close(),
       timeLimit: ${timeLimit},
     });`,
  );
  const run = folder.run(process.execPath, [...args, file]);
  return run.then(
    (text) => ({ passed: true, text }),
    (error: unknown) => ({ passed: false, text: stripVTControlCharacters(String(error)) }),
  );
}

describe.each(RUNNERS)('a contract suite under $runner', (runner) => {
  it('passes with a right adapter, and keeps the process running no longer than that', async () => {
    expect(await report(runner, 'Records', 3_600_000)).toMatchObject({ passed: true });
  }, 60_000);

  it('shows the guarantee that a wrong adapter breaks, its place, and a difference', async () => {
    const { passed, text } = await report(runner, 'OverwritingRecords', 10_000);

    expect(passed).toBe(false);
    expect(text).toContain(GUARANTEE);
    expect(text).toContain('record.type: expected "temperature", got "another"');
    expect(text).toContain(REFERENCE);
    expect(text).toMatch(runner.diff);
  }, 60_000);

  it('shows the guarantee when the adapter throws, and where it throws', async () => {
    const { passed, text } = await report(runner, 'DisconnectedRecords', 10_000);

    expect(passed).toBe(false);
    expect(text).toContain(GUARANTEE);
    expect(text).toContain(REFERENCE);
    expect(text).toMatch(/no network[^]*adapters\.js:/);
  }, 60_000);

  it('shows the guarantee when the adapter never returns', async () => {
    const { passed, text } = await report(runner, 'SilentRecords', 200);

    expect(passed).toBe(false);
    expect(text).toContain(GUARANTEE);
    expect(text).toContain('It did not finish within 200 ms');
    expect(text).toContain(REFERENCE);
  }, 60_000);
});
