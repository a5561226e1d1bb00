import { readdir, readFile } from 'node:fs/promises';
import { isFields } from '@snacks/domain';

const FOLDER = new URL('../../../../examples/orders/', import.meta.url);

/** An order of the examples, as it stands in its file. */
export interface ExampleOrder {
  readonly file: string;
  readonly text: string;
  readonly totalAmount: number;
  /** The state in which the order stays when all is well. */
  readonly expectedStatus: 'PROCESSED' | 'PENDING_APPROVAL';
}

/** Reads `examples/orders`, in the order of the file names. */
export async function readExampleOrders(): Promise<readonly ExampleOrder[]> {
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.json')).sort();
  return Promise.all(
    files.map(async (file) => {
      const text = await readFile(new URL(file, FOLDER), 'utf8');
      const order: unknown = JSON.parse(text);
      if (!isFields(order) || typeof order.totalAmount !== 'number') {
        throw new Error(`examples/orders/${file} is no order: it has no totalAmount.`);
      }
      return {
        file,
        text,
        totalAmount: order.totalAmount,
        expectedStatus: order.priority === 'high' ? 'PENDING_APPROVAL' : 'PROCESSED',
      };
    }),
  );
}
