import { runBatch, type Batch, type StoreName } from '../world/batch.js';
import { IN_MEMORY, type Backend } from '../world/system.js';

let backend: Promise<Backend> | undefined;

/** Runs each batch that the parent process sends, and sends its result back. */
process.on('message', (batch: Batch) => {
  void handleBatch(batch);
});

async function handleBatch(batch: Batch): Promise<void> {
  backend ??= openBackend(batch.store);
  process.send?.(await runBatch(batch, await backend));
}

async function openBackend(store: StoreName): Promise<Backend> {
  if (store === 'memory') return IN_MEMORY;
  const { openDynamoDbBackend } = await import('../world/dynamodb-backend.js'); // slow to load
  return openDynamoDbBackend();
}
