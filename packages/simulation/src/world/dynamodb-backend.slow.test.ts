import { afterEach, describe, expect, it } from '@jest/globals';

import { openDynamoDbBackend, type OpenBackend } from './dynamodb-backend.js';
import { runSimulation } from './simulation-run.js';

const SEEDS = 16;

const open: OpenBackend[] = [];

async function aBackend(): Promise<OpenBackend> {
  const backend = await openDynamoDbBackend();
  open.push(backend);
  return backend;
}

afterEach(async () => {
  for (const backend of open.splice(0)) await backend.close();
});

describe('the whole system on DynamoDB', () => {
  it(`keeps its invariants under ${SEEDS} seeds`, async () => {
    const backend = await aBackend();
    const broken: string[] = [];

    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const outcome = await runSimulation({ seed, backend });
      if (outcome.broken !== undefined) broken.push(`${seed}: ${outcome.broken.message}`);
    }

    expect(broken).toEqual([]);
  }, 120_000);

  it('has the same timeline in each run of a seed, although the database takes real time', async () => {
    const one = await aBackend();
    const other = await aBackend();

    for (let seed = 1; seed <= 5; seed += 1) {
      const first = await runSimulation({ seed, keepTimeline: true, backend: one });
      const second = await runSimulation({ seed, keepTimeline: true, backend: other });

      expect(second.timeline).toEqual(first.timeline);
    }
  }, 60_000);
});
