import { isFields } from '@snacks/domain';
import type { FunctionName, LambdaHandler } from '@snacks/handlers';

import type { Mutant } from './mutant.js';

/** A function that takes what it failed on for handled. */
export function swallowing(name: string, mutated: FunctionName): Mutant {
  return {
    name,
    handler: (functionName, handler) => {
      if (functionName !== mutated) return handler;
      return async (event, context) => {
        await handler(event, context).catch(() => {});
        return { batchItemFailures: [] };
      };
    },
  };
}

/** Remembers returns by key, beside the orders: looks, and then acts. */
function checkThenAct(handler: LambdaHandler): LambdaHandler {
  const responses = new Map<unknown, unknown>();
  let requests = 0;
  return async (event, context) => {
    const { key, keyless } = withoutKey(event);
    if (responses.has(key)) return responses.get(key);
    requests += 1;
    const response = await handler(keyless, { ...context, awsRequestId: `request-${requests}` });
    responses.set(key, response);
    return response;
  };
}

function withoutKey(event: unknown): { readonly key: unknown; readonly keyless: unknown } {
  if (!isFields(event)) return { key: undefined, keyless: event };
  const { idempotencyKey, ...keyless } = event;
  if (!isFields(event.headers)) return { key: idempotencyKey, keyless };
  const { 'idempotency-key': key, ...headers } = event.headers;
  return { key, keyless: { ...event, headers } };
}

/** A relay that begins with the latest change. */
function latestFirst(handler: LambdaHandler): LambdaHandler {
  return async (event, context) =>
    isFields(event) && Array.isArray(event.Records)
      ? handler({ ...event, Records: event.Records.toReversed() }, context)
      : handler(event, context);
}

/** A function that can never handle a batch with such an event in it. */
function failingOn(type: string, handler: LambdaHandler): LambdaHandler {
  return async (event, context) => {
    if (JSON.stringify(event).includes(type)) throw new Error(`What is "${type}"?`);
    return handler(event, context);
  };
}

/** An approver whose caller names no version. */
function withoutVersion(handler: LambdaHandler): LambdaHandler {
  return async (event, context) => {
    if (!isFields(event) || !isFields(event.headers)) return handler(event, context);
    const { 'if-match': _seen, ...headers } = event.headers;
    return handler({ ...event, headers }, context);
  };
}

/** An approver who knows decisions by the state that they lead to, and not by the history. */
function forgetful(handler: LambdaHandler): LambdaHandler {
  return async (event, context) => {
    const response = await handler(event, context);
    if (!isFields(response) || response.statusCode !== 200) return response;
    const order: unknown = JSON.parse(String(response.body));
    const status = isFields(order) ? order.status : undefined;
    if (status === 'APPROVED' || status === 'REJECTED') return response;
    const problem = { code: 'ORDER_CONFLICT', orderStatus: status };
    return { ...response, statusCode: 409, body: JSON.stringify(problem) };
  };
}

/** Bugs in how functions respond, and in what is done with what they failed on. */
export const FUNCTION_MUTANTS: readonly Mutant[] = [
  swallowing('the processor takes messages that failed for handled', 'order-processor'),
  swallowing('the relay takes records that failed for relayed', 'order-relay'),
  {
    name: 'a repeated request is recognised by looking before acting',
    handler: (name, handler) => (name === 'order-creator' ? checkThenAct(handler) : handler),
  },
  {
    name: 'the relay does not keep the sequence of changes',
    handler: (name, handler) => (name === 'order-relay' ? latestFirst(handler) : handler),
  },
  {
    name: 'the notifier cannot read that an order was cancelled',
    handler: (name, handler) =>
      name === 'order-notifier' ? failingOn('Order Cancelled', handler) : handler,
  },
  {
    name: 'a decision falls on whatever version is current',
    handler: (name, handler) => (name === 'order-approver' ? withoutVersion(handler) : handler),
  },
  {
    name: 'a decision that stands is refused once the order has moved on',
    handler: (name, handler) => (name === 'order-approver' ? forgetful(handler) : handler),
  },
  {
    name: 'the workflow of an approval is named by the id of its order alone',
    concerns: 'reuses',
    adapters: (adapters) => {
      const workflow = adapters.approvalWorkflow();
      return {
        ...adapters,
        approvalWorkflow: () => ({
          start: async (input) => workflow.start({ ...input, order: `${input.orderId}_0` }),
          release: async (token) => workflow.release(token),
        }),
      };
    },
  },
  {
    name: 'the closer closes nothing',
    handler: (name, handler) =>
      name === 'approval-closer' ? async () => ({ batchItemFailures: [] }) : handler,
  },
  {
    name: 'the token of an approval is not kept',
    adapters: (adapters) => {
      const tasks = adapters.approvalTasks();
      return {
        ...adapters,
        approvalTasks: () => ({
          add: async () => {},
          tokensOf: async (orderId) => tasks.tokensOf(orderId),
        }),
      };
    },
  },
  { name: 'dead letters are dropped', deadLettersDropped: true },
];
