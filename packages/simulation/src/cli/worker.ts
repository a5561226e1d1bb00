import { runBatch, type Batch, type StoreName } from '../world/batch.js';
import { IN_MEMORY, type Backend } from '../world/system.js';

let opened: Promise<Backend> | undefined;

/** Runs the batches that its parent sends, one after the other, until the parent is gone. */
process.on('message', (batch: Batch) => {
  void run(batch);
});

async function run(batch: Batch): Promise<void> {
  opened ??= open(batch.store);
  process.send?.(await runBatch(batch, await opened));
}

async function open(store: StoreName): Promise<Backend> {
  if (store === 'memory') return IN_MEMORY;
  const { openDynamoDbBackend } = await import('../world/dynamodb-backend.js'); // slow to load
  return openDynamoDbBackend();
}
