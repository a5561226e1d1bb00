import { InvokeCommand } from '@aws-sdk/client-lambda';
import { FUNCTION_NAMES, isSampled, type FunctionName } from '@snacks/handlers';

import { fieldsOf } from '../fields.js';
import { ShipError } from '../cli/ship-error.js';
import { waitUntil } from '../wait-until.js';
import { BusListener } from './bus-listener.js';
import { proveDeadLetters } from './dead-letters.js';
import { FunctionLogs } from './function-logs.js';
import type { Proof, ProofOptions } from './proof.js';
import { SyntheticOrderItems } from './synthetic-order-items.js';
import { SNACK_CENTS, syntheticOrder } from './synthetic-order.js';
import { SyntheticSale } from './synthetic-sale.js';
import { SyntheticStock } from './synthetic-stock.js';

/**
 * Sends a synthetic order and a poisonous event through a deployment, checks and prints each effect,
 * and cleans up, also after a failure.
 *
 * @throws {ShipError} at the first check that fails, and if the clean-up is incomplete.
 */
export async function prove(options: ProofOptions): Promise<void> {
  const { output, cleanUp, patience, pollInterval, signal } = options;
  const proof: Proof = {
    ...options,
    order: syntheticOrder(),
    waitFor: (what, extra = 0) => ({
      patience: patience + extra,
      pollInterval,
      signal,
      onWait: (waited) => {
        output.progress(`${what}: ${seconds(waited)} of at most ${seconds(patience + extra)}`);
      },
    }),
  };
  try {
    await proveAll(proof);
  } finally {
    const isClean = await cleanUp.run();
    if (!isClean) output.failed('The clean-up is incomplete: see above.');
  }
  if (cleanUp.remaining.length > 0) {
    throw new ShipError('All checks passed, but the clean-up is incomplete.', cleanUp.remaining);
  }
}

function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 1_000)} s`;
}

async function proveAll(proof: Proof): Promise<void> {
  const { clients, deployment, output, order, waitFor } = proof;
  const logs = new FunctionLogs(clients.logs, Date.now());
  const listening = waitFor('waiting for the temporary rule');
  const listener = await BusListener.open(clients, deployment, order, proof.cleanUp, listening);
  output.passed(`a temporary rule receives the events of the bus ${deployment.busName}`);

  const { orderId, correlationId, items } = await placeFromStock(proof);
  await proveEvent(proof, listener, orderId);
  await proveProcessed(proof, items, orderId);
  await proveCorrelation(proof, logs, correlationId);
  if (proof.skipDeadLetter) output.unchecked('the dead-letter queue: skipped');
  else await proveDeadLetters(proof);
  await provePrivacy(proof, logs);
}

/** Puts the synthetic snack in stock, orders it, and registers both for the clean-up. */
async function placeFromStock(proof: Proof) {
  const { clients, deployment, order, cleanUp, waitFor } = proof;
  const stock = new SyntheticStock(clients.dynamodb, deployment, order.snackName);
  const ordersInProgress = new Set<string>();
  await cleanUp.create(
    `the stock of ${order.snackName}`,
    stock.deleteCommand,
    async () => stock.set(),
    async () => {
      const [orderId] = ordersInProgress;
      if (orderId !== undefined) throw new Error(`order ${orderId} may still need it`);
      await stock.delete();
    },
  );

  const { orderId, createdAt, correlationId } = await place(proof);
  ordersInProgress.add(orderId);
  const items = new SyntheticOrderItems(
    clients.dynamodb,
    deployment,
    { orderId, createdAt },
    stock,
  );
  cleanUp.add(`the synthetic order ${orderId} and its payment`, items.deleteCommand, async () => {
    // The clean-up has its own signal: it waits for the order even if the proof is interrupted.
    const { signal } = new AbortController();
    const waiting = waitFor("waiting for the order's payment and stock");
    await items.delete(order.customerName, { ...waiting, signal });
    ordersInProgress.delete(orderId);
  });
  return { orderId, correlationId, items };
}

/** Invokes order-creator with the synthetic order. */
async function request({ clients, deployment, order }: Proof) {
  const { Payload, FunctionError, $metadata } = await clients.lambda.send(
    new InvokeCommand({
      FunctionName: deployment.functionName('order-creator'),
      Qualifier: deployment.alias,
      Payload: JSON.stringify(order.request),
    }),
  );
  const response = fieldsOf(Payload?.transformToString() ?? '') ?? {};
  const body = fieldsOf(String(response.body)) ?? {};
  return { FunctionError, $metadata, response, body };
}

/** Puts the synthetic snack on sale, and registers it for the clean-up. */
async function beginSale({ clients, deployment, order, cleanUp }: Proof): Promise<void> {
  const snack = { name: order.snackName, cents: SNACK_CENTS };
  const sale = new SyntheticSale(clients.dynamodb, deployment, snack);
  await cleanUp.create(
    `${order.snackName} in the catalogue`,
    sale.endCommand,
    async () => sale.begin(),
    async () => sale.end(),
  );
}

async function place(proof: Proof) {
  const { deployment, output } = proof;
  const FunctionName = deployment.functionName('order-creator');
  let outcome = await request(proof);
  if (outcome.body.code === 'PRICES_REFUSED') {
    await beginSale(proof);
    outcome = await request(proof);
  }
  const { FunctionError, $metadata, response, body } = outcome;
  const { orderId, createdAt } = body;
  if (
    FunctionError !== undefined ||
    response.statusCode !== 201 ||
    typeof orderId !== 'string' ||
    typeof createdAt !== 'string'
  ) {
    const reason = [response.errorMessage, response.body].find((text) => typeof text === 'string');
    throw new ShipError(`${FunctionName} accepted no order. Its response: ${reason ?? 'none'}`, [
      `aws logs tail ${deployment.logGroupName('order-creator')} --since 10m`,
      'docs/runbook.md#function-failing',
    ]);
  }
  const correlationId = $metadata.requestId ?? '';
  output.passed(`${FunctionName} accepted the order ${orderId}, in the request ${correlationId}`);
  return { orderId, createdAt, correlationId };
}

async function proveEvent(
  { deployment, output, waitFor }: Proof,
  listener: BusListener,
  orderId: string,
): Promise<void> {
  const event = await listener.waitForEvent(orderId, waitFor('waiting for the event on the bus'));
  if (event === undefined) {
    throw new ShipError(
      `No event of the order ${orderId} arrived on the bus ${deployment.busName}: the table's stream or order-relay does not work.`,
      [
        `aws logs tail ${deployment.logGroupName('order-relay')} --since 10m`,
        'docs/runbook.md#order-not-processing',
      ],
    );
  }
  output.passed(
    `"${event.detailType}" arrived on the bus ${deployment.busName}, with the id ${event.id}`,
  );
}

async function proveProcessed(
  { deployment, output, waitFor }: Proof,
  items: SyntheticOrderItems,
  orderId: string,
): Promise<void> {
  const waiting = waitFor('waiting for PROCESSED in the table');
  const order = await waitUntil(async () => {
    const read = await items.read();
    return read?.isTerminal === true ? read : undefined;
  }, waiting);
  const logs = `aws logs tail ${deployment.logGroupName('order-processor')} --since 10m`;
  if (order === undefined) {
    const { status = 'missing' } = (await items.read()) ?? {};
    throw new ShipError(
      `The event of the order ${orderId} arrived on the bus, but the order is still ${status}: its rule, its queue or order-processor does not work.`,
      [items.readCommand, logs, 'docs/runbook.md#order-not-processing'],
    );
  }
  if (order.status !== 'PROCESSED') {
    throw new ShipError(
      `The order ${orderId} ended as ${order.status}, not as PROCESSED. Reason: ${order.reason ?? 'not stored'}.`,
      [items.readCommand, logs],
    );
  }
  output.passed(
    `the order is PROCESSED in the table ${deployment.tableName('orders')}, version ${order.version}`,
  );
}

/** The functions that log the correlation id of every placed and processed order. */
const CORRELATED: readonly FunctionName[] = ['order-creator', 'order-processor'];

async function proveCorrelation(
  { deployment, output, logLevel, logSampling = 100, waitFor }: Proof,
  logs: FunctionLogs,
  correlationId: string,
): Promise<void> {
  if (logLevel !== 'debug' && logLevel !== 'info') {
    output.unchecked(
      `the correlation id in the logs: the log level of the functions is ${logLevel}`,
    );
    return;
  }
  if (!isSampled(correlationId, logSampling)) {
    output.unchecked(
      `the correlation id in the logs: the functions log ${logSampling} % of the orders, and not this one`,
    );
    return;
  }
  for (const name of CORRELATED) {
    const group = deployment.logGroupName(name);
    const waiting = waitFor(`waiting for the log of ${name}`);
    const line = await waitUntil(async () => logs.find(group, correlationId), waiting);
    if (line === undefined) {
      throw new ShipError(
        `The log group ${group} has no line with the correlation id ${correlationId}.`,
        [
          `aws logs filter-log-events --log-group-name ${group} --filter-pattern '"${correlationId}"'`,
        ],
      );
    }
  }
  output.passed(`its correlation id is in the logs of ${CORRELATED.join(' and ')}`);
}

async function provePrivacy(
  { deployment, output, order }: Proof,
  logs: FunctionLogs,
): Promise<void> {
  for (const name of FUNCTION_NAMES) {
    const group = deployment.logGroupName(name);
    const line = await logs.find(group, order.token);
    if (line !== undefined) {
      throw new ShipError(`The customer's name is in the log group ${group}: ${line.trim()}`, [
        `aws logs filter-log-events --log-group-name ${group} --filter-pattern '"${order.token}"'`,
        'docs/runbook.md#customer-data-in-a-log',
      ]);
    }
  }
  output.passed(`the customer's name is in none of ${FUNCTION_NAMES.length} log groups`);
}
