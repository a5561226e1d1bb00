import { runBatch, type Batch } from './batch.js';

/** Runs the batches that its parent sends, one after the other, until the parent is gone. */
process.on('message', (batch: Batch) => {
  void answer(batch);
});

async function answer(batch: Batch): Promise<void> {
  process.send?.(await runBatch(batch));
}
