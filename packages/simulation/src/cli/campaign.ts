import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import type { Batch, BatchResult } from '../world/batch.js';
import { Coverage } from '../checkers/coverage.js';

/** Seeds of one batch: some tenths of a second. */
const BATCH = 100;

/** Half of what a worker has for what is short-lived, in megabytes: nearly all is, so it is large. */
const SEMI_SPACE = 64;

export interface CampaignOptions extends Batch {
  readonly workers: number;
  /** Told after every batch. */
  readonly onProgress: (progress: Progress) => void;
}

export interface Progress {
  readonly done: number;
  readonly perSecond: number;
  /** Of the worker that was heard of last, in bytes. */
  readonly heapUsed: number;
}

export interface CampaignResult extends Progress {
  readonly broken: BatchResult['broken'];
  readonly coverage: Coverage;
}

/** Runs many seeds in several processes, until all are done or one has broken an invariant. */
export async function runCampaign(options: CampaignOptions): Promise<CampaignResult> {
  const campaign = new Campaign(options);
  await Promise.all(Array.from({ length: options.workers }, async () => campaign.work()));
  return campaign.result;
}

class Campaign {
  private readonly begun = performance.now();
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

  /** One process's share: batches until none is left. */
  async work(): Promise<void> {
    const worker = fork(fileURLToPath(new URL('worker.js', import.meta.url)), {
      execArgv: [`--max-semi-space-size=${SEMI_SPACE}`],
    });
    try {
      for (let batch = this.take(); batch !== undefined; batch = this.take()) {
        this.add(await ask(worker, batch));
      }
    } finally {
      worker.kill();
    }
  }

  private take(): Batch | undefined {
    const { from, seeds, faults, mutant, store } = this.options;
    const left = from + seeds - this.next;
    if (left <= 0 || this.broken !== undefined) return undefined;
    const batch = { from: this.next, seeds: Math.min(BATCH, left), faults, store };
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
    const seconds = (performance.now() - this.begun) / 1_000;
    return { done: this.done, perSecond: this.done / seconds, heapUsed: this.heapUsed };
  }
}

/** A worker ended before it had answered. */
class WorkerLostError extends Error {
  readonly code = 'WORKER_LOST';
  override readonly name = 'WorkerLostError';
}

async function ask(worker: ChildProcess, batch: Batch): Promise<BatchResult> {
  const decided = new AbortController();
  const { signal } = decided;
  const lost = once(worker, 'exit', { signal }).then(([code]) => {
    throw new WorkerLostError(`A worker ended with code ${code} at seeds from ${batch.from} on.`);
  });
  const answered = once(worker, 'message', { signal });
  worker.send(batch);
  try {
    const [result]: BatchResult[] = await Promise.race([answered, lost]);
    if (result === undefined) throw new WorkerLostError('A worker answered nothing.');
    return result;
  } finally {
    decided.abort();
    await Promise.allSettled([answered, lost]);
  }
}
