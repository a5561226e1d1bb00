import { Hono, type Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { isFields } from '@snacks/domain';
import {
  problemResponse,
  RequestError,
  toProblem,
  topology,
  type ApiResponse,
} from '@snacks/handlers';

import { awsApi, type AwsApiOptions } from '../aws-api/aws-api.js';
import { toApiEvent } from './api-event.js';
import { inspectionApi } from './inspection-api.js';
import { invokeApi } from './invoke-api.js';
import { toResponse } from './response.js';

/** API Gateway takes no larger body. */
const LARGEST_BODY = 10 * 1_024 * 1_024;

/** The HTTP side of the platform: the API's routes, AWS's own APIs, health, and the inspection. */
export function createApp(options: AwsApiOptions): Hono {
  const { platform, timers, ids } = options;
  const app = new Hono();
  app.route('/', awsApi(options)); // with a limit of its own, and AWS's words for it
  app.use(
    bodyLimit({
      maxSize: LARGEST_BODY,
      onError: () => refused('PAYLOAD_TOO_LARGE', 'The body must be at most 10 MB.'),
    }),
  );
  app.get('/health', (context) => context.json({ status: 'ok' }));
  app.route('/', invokeApi(platform));
  app.route('/', inspectionApi(platform));

  for (const { method, path, function: name } of topology.routes) {
    app.on(method, path.replaceAll(/\{(\w+)\}/g, ':$1'), async (context: Context) => {
      // The router gives HEAD to GET's route; an HTTP API does not.
      if (context.req.method !== method) return noSuchRoute();
      const event = await toApiEvent(context, {
        routeKey: `${method} ${path}`,
        requestId: ids.randomId(),
        at: timers.now(),
      });
      const outcome = await platform.function(name).invoke(event);
      return toResponse(
        outcome.ok && isApiResponse(outcome.result)
          ? outcome.result
          : problemResponse(toProblem(outcome.ok ? outcome.result : outcome.error)),
      );
    });
  }

  app.notFound(noSuchRoute);
  app.onError((error) => toResponse(problemResponse(toProblem(error))));
  return app;
}

function refused(code: 'PAYLOAD_TOO_LARGE' | 'ROUTE_NOT_FOUND', message: string): Response {
  return toResponse(problemResponse(toProblem(new RequestError(code, message))));
}

function noSuchRoute(): Response {
  return refused('ROUTE_NOT_FOUND', `There is no such route; there are ${routeList()}.`);
}

function routeList(): string {
  return topology.routes.map(({ method, path }) => `${method} ${path}`).join(', ');
}

function isApiResponse(value: unknown): value is ApiResponse {
  return (
    isFields(value) &&
    typeof value.statusCode === 'number' &&
    isFields(value.headers) &&
    typeof value.body === 'string'
  );
}
