import { isFields } from '@snacks/domain';
import type { FunctionName, LambdaHandler } from '@snacks/handlers';

import type { Mutant } from './mutant.js';

/** A function that reports a failed batch as handled. */
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

/** Keeps responses by key in a store of its own: reads first, and writes later. */
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

/** A relay that handles the latest change first. */
function latestFirst(handler: LambdaHandler): LambdaHandler {
  return async (event, context) =>
    isFields(event) && Array.isArray(event.Records)
      ? handler({ ...event, Records: event.Records.toReversed() }, context)
      : handler(event, context);
}

/** A function that fails on every batch with an event of this type. */
function failingOn(type: string, handler: LambdaHandler): LambdaHandler {
  return async (event, context) => {
    if (JSON.stringify(event).includes(type)) throw new Error(`Unknown event type ${type}.`);
    return handler(event, context);
  };
}

/** An approver that ignores the version in the request. */
function withoutVersion(handler: LambdaHandler): LambdaHandler {
  return async (event, context) => {
    if (!isFields(event) || !isFields(event.headers)) return handler(event, context);
    const { 'if-match': _seen, ...headers } = event.headers;
    return handler({ ...event, headers }, context);
  };
}

/** An approver that recognises a repeated decision by the order's state, not by its history. */
function ignoringHistory(handler: LambdaHandler): LambdaHandler {
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

/** Bugs in the responses of functions, and in handling failures. */
export const FUNCTION_MUTANTS: readonly Mutant[] = [
  swallowing('the processor reports failed messages as handled', 'order-processor'),
  swallowing('the relay reports failed records as relayed', 'order-relay'),
  {
    name: 'a repeated request is recognised by a read before the write',
    handler: (name, handler) => (name === 'order-creator' ? checkThenAct(handler) : handler),
  },
  {
    name: 'the relay reverses the sequence of changes',
    handler: (name, handler) => (name === 'order-relay' ? latestFirst(handler) : handler),
  },
  {
    name: 'the notifier fails on every cancelled order',
    handler: (name, handler) =>
      name === 'order-notifier' ? failingOn('Order Cancelled', handler) : handler,
  },
  {
    name: 'a decision ignores the version that its caller saw',
    handler: (name, handler) => (name === 'order-approver' ? withoutVersion(handler) : handler),
  },
  {
    name: 'a repeated decision is refused once the order has changed its state',
    handler: (name, handler) => (name === 'order-approver' ? ignoringHistory(handler) : handler),
  },
  {
    name: 'an approval workflow is named by the id of its order alone',
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
    name: 'the approval closer closes nothing',
    handler: (name, handler) =>
      name === 'approval-closer' ? async () => ({ batchItemFailures: [] }) : handler,
  },
  {
    name: 'the task token of an approval is not stored',
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
