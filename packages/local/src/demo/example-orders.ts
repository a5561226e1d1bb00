import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { isFields, type FailureReason } from '@snacks/domain';

import { readCatalogueFile, readPaymentRulesFile, readStockFile } from '../cli/fulfilment-files.js';

const EXAMPLES = new URL('../../../../examples/', import.meta.url);
const FOLDER = new URL('orders/', EXAMPLES);

/** An order of `examples/orders`, with its expected outcome. */
export interface ExampleOrder {
  readonly file: string;
  readonly text: string;
  readonly totalAmount: number;
  /** The decision of an approver, if the order waits for one. */
  readonly decision: 'approve' | 'reject' | undefined;
  /** The expected final state. */
  readonly expectedStatus: 'PROCESSED' | 'REJECTED' | 'FAILED';
  /** The expected reason, if it fails. */
  readonly expectedReason: FailureReason | undefined;
}

/** The expected reasons of failing examples, by the end of the file name. */
const REASONS = new Map<string, FailureReason>([
  ['-out-of-stock.json', 'OUT_OF_STOCK'],
  ['-payment-declined.json', 'PAYMENT_DECLINED'],
]);

function expectedReason(file: string): FailureReason | undefined {
  return [...REASONS].find(([ending]) => file.endsWith(ending))?.[1];
}

/** Reads `examples/orders`, sorted by file name. */
export async function readExampleOrders(): Promise<readonly ExampleOrder[]> {
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.json')).sort();
  return Promise.all(
    files.map(async (file) => {
      const text = await readFile(new URL(file, FOLDER), 'utf8');
      const order: unknown = JSON.parse(text);
      if (!isFields(order) || typeof order.totalAmount !== 'number') {
        throw new Error(`examples/orders/${file} is not an order: it has no totalAmount.`);
      }
      const reason = expectedReason(file);
      const decision = decisionOn(file, order.priority);
      return {
        file,
        text,
        totalAmount: order.totalAmount,
        decision,
        expectedStatus: expectedStatus(decision, reason),
        expectedReason: reason,
      };
    }),
  );
}

function expectedStatus(
  decision: ExampleOrder['decision'],
  reason: FailureReason | undefined,
): ExampleOrder['expectedStatus'] {
  if (decision === 'reject') return 'REJECTED';
  return reason === undefined ? 'PROCESSED' : 'FAILED';
}

/** Reads the stock, the catalogue and the payment rules that the examples need. */
export function readExampleSettings() {
  return {
    catalogue: readCatalogueFile(fileURLToPath(new URL('catalogue.json', EXAMPLES))),
    stock: readStockFile(fileURLToPath(new URL('stock.json', EXAMPLES))),
    paymentRules: readPaymentRulesFile(fileURLToPath(new URL('payment-rules.json', EXAMPLES))),
  };
}

function decisionOn(file: string, priority: unknown): ExampleOrder['decision'] {
  if (priority !== 'high') return undefined;
  return file.endsWith('-rejected.json') ? 'reject' : 'approve';
}
