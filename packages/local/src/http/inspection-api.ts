import { Hono } from 'hono';
import { problemResponse, RequestError, toProblem } from '@snacks/handlers';

import { sourceOf } from '../dead-letters.js';
import type { Platform } from '../platform.js';
import { RecentEvents } from '../recent-events.js';
import { toResponse } from './response.js';

/** What only the local platform has: a look inside, and the redrive of a queue. */
export function inspectionApi(platform: Platform): Hono {
  const app = new Hono();

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
    if (queue === undefined) return noSuchQueue(platform);
    return context.json({ name: context.req.param('name'), messages: queue.messages() });
  });

  app.post('/local/queues/:name/redrive', (context) => {
    const name = context.req.param('name');
    const deadLetters = platform.queues.get(name);
    if (deadLetters === undefined) return noSuchQueue(platform);
    const source = sourceOf(deadLetters, platform.queues.values());
    if (source === undefined) {
      return refusal(`${name} is not the dead-letter queue of another queue: nothing to redrive.`);
    }
    return context.json({ moved: deadLetters.redriveTo(source) });
  });

  app.get('/local/events', (context) =>
    context.json({
      limit: RecentEvents.LIMIT,
      forgotten: platform.recentEvents.forgotten,
      events: platform.recentEvents.kept,
    }),
  );

  app.get('/local/metrics', (context) => context.json({ metrics: platform.metrics.figures() }));
  return app;
}

function noSuchQueue(platform: Platform): Response {
  return refusal(`There is no such queue; there are ${[...platform.queues.keys()].join(', ')}.`);
}

function refusal(message: string): Response {
  return toResponse(problemResponse(toProblem(new RequestError('ROUTE_NOT_FOUND', message))));
}
