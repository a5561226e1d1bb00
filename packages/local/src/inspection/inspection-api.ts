import { Hono, type Context } from 'hono';
import type { Timers } from '@snacks/adapters-memory';
import { FIELD_RULES, isFields, RequestInvalidError } from '@snacks/domain';
import type { IdGenerator } from '@snacks/domain/ports';
import { isOrderKey, isStockQuantity, normalise, orderIdOf, orderKey } from '@snacks/domain/ports';
import { problemResponse, RequestError, toProblem } from '@snacks/handlers';

import type { LocalCaller } from '../auth/local-callers.js';
import { sourceOf } from './dead-letters.js';
import type { Platform } from '../platform/platform.js';
import { activityStream } from './activity-stream.js';
import { RecentEvents } from './recent-events.js';
import { toResponse } from '../http/response.js';

export interface InspectionOptions {
  readonly timers: Timers;
  readonly ids: IdGenerator;
  /** Aborted when the platform stops. It ends all streams. */
  readonly stopping: AbortSignal;
}

/** The routes that only the local platform has: inspection, setting a stock, and redriving a queue. */
export function inspectionApi(platform: Platform, options: InspectionOptions): Hono<LocalCaller> {
  const app = new Hono<LocalCaller>();
  const process = options.ids.randomId();

  app.get('/local/queues', (context) =>
    context.json({
      queues: [...platform.queues].map(([name, { depth }]) => ({
        name,
        visible: depth.visible,
        inFlight: depth.inFlight,
      })),
    }),
  );

  app.get('/local/queues/:name', (context) => {
    const queue = platform.queues.get(context.req.param('name'));
    if (queue === undefined) return unknownQueue(platform);
    return context.json({ name: context.req.param('name'), messages: queue.messages() });
  });

  app.post('/local/queues/:name/redrive', async (context) => {
    const name = context.req.param('name');
    const deadLetters = platform.queues.get(name);
    if (deadLetters === undefined) return unknownQueue(platform);
    const source = sourceOf(deadLetters, platform.queues.values());
    if (source === undefined) {
      return notFound(
        `${name} is not the dead-letter queue of another queue, so it cannot be redriven.`,
      );
    }
    const moved = deadLetters.redriveTo(source);
    await platform.flushMessages();
    return context.json({ moved });
  });

  app.get('/local/approvals', (context) =>
    context.json({
      executions: platform.approvals.executions.map(({ name, status, state }) => ({
        orderId: orderOf(name),
        name,
        status,
        state,
      })),
    }),
  );

  app.get('/local/approvals/:orderId', (context) => {
    const orderId = context.req.param('orderId');
    const execution = platform.approvals.executions.findLast(
      ({ name }) => orderOf(name) === orderId,
    );
    return execution === undefined
      ? notFound('No order with this id has waited for approval.')
      : context.json(execution);
  });

  app.get('/local/events', (context) => {
    if (context.req.header('accept') === 'text/event-stream') {
      const { activity } = platform;
      const lastEventId = context.req.header('last-event-id');
      const kinds = context.req.query('kinds')?.split(',');
      const endsAt = context.get('tokenExpiresAt');
      const stream = activityStream({ ...options, activity, process, lastEventId, kinds, endsAt });
      return context.body(stream, 200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
      });
    }
    return context.json({
      limit: RecentEvents.LIMIT,
      forgotten: platform.recentEvents.dropped,
      events: platform.recentEvents.items,
    });
  });

  app.get('/local/metrics', (context) => context.json({ metrics: platform.metrics.figures() }));

  app.get('/local/stock/:name', async (context) => {
    const name = snackOf(context);
    const level = await platform.stock.find(name);
    return level === undefined
      ? notFound(`${name} has no stock record. Create one with PUT and {"available":…}.`)
      : context.json({ name, ...level });
  });

  app.put('/local/stock/:name', async (context) => {
    const name = snackOf(context);
    const body: unknown = await context.req.json().catch(() => undefined);
    const available = isFields(body) ? body.available : undefined;
    if (!isStockQuantity(available)) throw QUANTITY_INVALID;
    await platform.stock.setAvailable(name, available);
    return context.json({ name, ...(await platform.stock.find(name)) });
  });

  app.get('/local/payments/:orderId', async (context) => {
    const orderId = context.req.param('orderId');
    const order = await platform.orders.find(orderId);
    const entry = order && (await platform.payments.find(orderKey(order)));
    if (entry === undefined)
      return notFound('The simulated payment provider has no payment for this order.');
    const { state, amount, reference } = entry;
    return context.json({ orderId, state, amount: amount / 100, reference });
  });
  return app;
}

/** Returns the id of the order whose workflow has this execution name. */
function orderOf(name: string): string {
  return isOrderKey(name) ? orderIdOf(name) : name;
}

const QUANTITY_INVALID = new RequestInvalidError([
  {
    field: 'available',
    code: 'STOCK_QUANTITY_INVALID',
    message: 'must be a whole number of pieces, 0 or more',
  },
]);

/** @throws {RequestInvalidError} if the name breaks the rules for snack names. */
function snackOf(context: Context): string {
  const name = normalise(context.req.param('name') ?? '');
  const { accepts, code, message } = FIELD_RULES.name;
  if (accepts(name)) return name;
  throw new RequestInvalidError([{ field: 'name', code, message }]);
}

function unknownQueue(platform: Platform): Response {
  return notFound(`Unknown queue. Valid queues: ${[...platform.queues.keys()].join(', ')}.`);
}

function notFound(message: string): Response {
  return toResponse(problemResponse(toProblem(new RequestError('ROUTE_NOT_FOUND', message))));
}
