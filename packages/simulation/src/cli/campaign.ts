import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import type { Batch, BatchResult } from '../world/batch.js';
import { Coverage } from '../checkers/coverage.js';

/** Seeds of one batch: they take some tenths of a second. */
const BATCH_SIZE = 100;

/** A worker's `--max-semi-space-size`. Large, because nearly all objects of a run are short-lived. */
const SEMI_SPACE_MEGABYTES = 64;

export interface CampaignOptions extends Batch {
  readonly workers: number;
  /** Called after every batch. */
  readonly onProgress: (progress: Progress) => void;
}

export interface Progress {
  /** Seeds. */
  readonly done: number;
  readonly perSecond: number;
  /** Bytes, of the worker that returned the last batch. */
  readonly heapUsed: number;
}

export interface CampaignResult extends Progress {
  readonly broken: BatchResult['broken'];
  readonly coverage: Coverage;
}

/**
 * Runs many seeds in several processes, until all are done or one has broken an invariant.
 *
 * @throws {WorkerLostError} if a worker ends without a result.
 */
export async function runCampaign(options: CampaignOptions): Promise<CampaignResult> {
  const campaign = new Campaign(options);
  await Promise.all(Array.from({ length: options.workers }, async () => campaign.work()));
  return campaign.result;
}

class Campaign {
  private readonly startedAt = performance.now();
  private readonly coverage = new Coverage();
  private next: number;
  private done = 0;
  private heapUsed = 0;
  private broken: BatchResult['broken'];

  constructor(private readonly options: CampaignOptions) {
    this.next = options.from;
  }

  get result(): CampaignResult {
    return { ...this.progress, broken: this.broken, coverage: this.coverage };
  }

  /** Runs batches in one process until none is left. */
  async work(): Promise<void> {
    const worker = fork(fileURLToPath(new URL('worker.js', import.meta.url)), {
      execArgv: [`--max-semi-space-size=${SEMI_SPACE_MEGABYTES}`],
    });
    try {
      for (let batch = this.nextBatch(); batch !== undefined; batch = this.nextBatch()) {
        this.add(await runIn(worker, batch));
      }
    } finally {
      worker.kill();
    }
  }

  private nextBatch(): Batch | undefined {
    const { from, seeds, faults, mutant, store } = this.options;
    const left = from + seeds - this.next;
    if (left <= 0 || this.broken !== undefined) return undefined;
    const batch = { from: this.next, seeds: Math.min(BATCH_SIZE, left), faults, store };
    this.next += batch.seeds;
    return { ...batch, ...(mutant !== undefined && { mutant }) };
  }

  private add({ seeds, broken, cells, heapUsed }: BatchResult): void {
    this.done += seeds;
    this.heapUsed = heapUsed;
    this.coverage.merge(cells);
    if (broken !== undefined && broken.seed < (this.broken?.seed ?? Infinity)) this.broken = broken;
    this.options.onProgress(this.progress);
  }

  private get progress(): Progress {
    const seconds = (performance.now() - this.startedAt) / 1_000;
    return { done: this.done, perSecond: this.done / seconds, heapUsed: this.heapUsed };
  }
}

/** A worker ended without a result. */
class WorkerLostError extends Error {
  readonly code = 'WORKER_LOST';
  override readonly name = 'WorkerLostError';
}

async function runIn(worker: ChildProcess, batch: Batch): Promise<BatchResult> {
  const listening = new AbortController();
  const { signal } = listening;
  const exited = once(worker, 'exit', { signal }).then(([code]) => {
    throw new WorkerLostError(
      `A worker exited with code ${code}. Its batch began with seed ${batch.from}.`,
    );
  });
  const replied = once(worker, 'message', { signal });
  worker.send(batch);
  try {
    const [result]: BatchResult[] = await Promise.race([replied, exited]);
    if (result === undefined) throw new WorkerLostError('A worker sent an empty result.');
    return result;
  } finally {
    listening.abort();
    await Promise.allSettled([replied, exited]);
  }
}
