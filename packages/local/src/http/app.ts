import { Hono, type Context, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';
import { isFields } from '@snacks/domain';
import {
  problemResponse,
  toProblem,
  topology,
  type ApiResponse,
  type ApiRoute,
} from '@snacks/handlers';

import { JwtAuthorizer } from '../auth/jwt-authorizer.js';
import type { LocalIssuer } from '../auth/local-issuer.js';
import { awsApi, type AwsApiOptions } from '../aws-api/aws-api.js';
import { toApiEvent } from './api-event.js';
import { documentation } from './documentation.js';
import { inspectionApi } from '../inspection/inspection-api.js';
import { crossOriginReason } from './cross-origin.js';
import { invokeApi } from './invoke-api.js';
import { refused, refusedAnywhere } from './refusal.js';
import { announcesBody, bodyOf } from './request-body.js';
import { toResponse } from './response.js';
import { TokenBucket } from './token-bucket.js';
import { FairQueue } from './fair-queue.js';

/** API Gateway takes no larger body. */
const MAX_BODY = 10 * 1_024 * 1_024;

/** As many as a batch of the queues has messages: what a turn takes in, it also carries through. */
const CALLERS_IN_ONE_TURN = 10;

export interface AppOptions extends AwsApiOptions {
  /** Who makes the callers' tokens; without it anybody may do everything. */
  readonly issuer?: LocalIssuer | undefined;
  /** The origins whose pages may call the API. @default none */
  readonly corsOrigins?: readonly string[] | undefined;
  /** Whether routes take no more requests than the topology says. @default false */
  readonly throttled?: boolean | undefined;
}

const API_PATHS = topology.api.routes.map(
  ({ path }) => new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}/?$`),
);

/** The HTTP side of the platform: the API's routes, AWS's own APIs, health, and the inspection. */
export function createApp(options: AppOptions): Hono {
  const { platform, issuer, corsOrigins = [] } = options;
  const app = new Hono();
  app.use(async (context, next) => {
    const [host, origin] = [context.req.header('host'), context.req.header('origin')];
    const allowed = isOfTheApi(context.req.path) ? corsOrigins : [];
    const why = crossOriginReason({ host, origin }, allowed);
    return why === undefined ? next() : refusedAnywhere(context, 'CROSS_ORIGIN_REFUSED', why);
  });
  app.route('/', awsApi(options)); // with a limit of its own, and AWS's words for it
  const limit = bodyLimit({
    maxSize: MAX_BODY,
    onError: (context) =>
      refusedAnywhere(context, 'PAYLOAD_TOO_LARGE', 'The body must be at most 10 MB.'),
  });
  app.use(async (context, next) => {
    return announcesBody(context.req) ? limit(context, next) : next();
  });
  // Like API Gateway, which has a whole request before it responses: a connection whose request was
  // answered half read would be cut, and the next request on it lost.
  const turns = new FairQueue(CALLERS_IN_ONE_TURN);
  app.use(async (context, next) => {
    await bodyOf(context.req);
    await turns.next();
    await next();
  });
  app.get('/health', (context) => context.json({ status: 'ok' }));
  if (issuer !== undefined) {
    app.get('/.well-known/jwks.json', (context) => context.json(issuer.keySet));
  }
  app.route('/', documentation());
  app.route('/', invokeApi(platform));
  app.route('/', inspectionApi(platform));
  if (corsOrigins.length > 0) app.use(allow(corsOrigins));
  for (const route of topology.api.routes) addRoute(app, route, options);

  app.notFound(noSuchRoute);
  app.onError((error) => toResponse(problemResponse(toProblem(error))));
  return app;
}

function addRoute(app: Hono, route: ApiRoute, options: AppOptions): void {
  const { method, path, function: name } = route;
  const { platform, timers, ids, issuer, throttled = false } = options;
  const bucket = throttled ? new TokenBucket(route.throttle, timers.now()) : undefined;
  const authorizer = issuer && new JwtAuthorizer(issuer);
  app.on(method, path.replaceAll(/\{(\w+)\}/g, ':$1'), async (context: Context) => {
    // The router gives HEAD to GET's route; an HTTP API does not.
    if (context.req.method !== method) return noSuchRoute();
    if (bucket?.take(timers.now()) === false) {
      return refused('TOO_MANY_REQUESTS', 'This route takes no more requests now: wait a second.');
    }
    const caller = await authorizer?.authorize(context.req.header('authorization'));
    if (caller !== undefined && caller.claims === undefined) return toResponse(caller.unauthorized);
    const event = await toApiEvent(context, {
      routeKey: `${method} ${path}`,
      requestId: ids.randomId(),
      at: timers.now(),
      claims: caller?.claims,
    });
    const outcome = await platform.function(name).invoke(event);
    return toResponse(
      outcome.ok && isApiResponse(outcome.result)
        ? outcome.result
        : problemResponse(toProblem(outcome.ok ? outcome.result : outcome.error)),
    );
  });
}

/** Credentials are no cookies here: a page sends its token as a header, and `*` is never answered. */
function allow(origins: readonly string[]): MiddlewareHandler {
  const { requestHeaders, responseHeaders, maxAgeSeconds } = topology.api.cors;
  return cors({
    origin: [...origins],
    allowMethods: [...new Set<string>(topology.api.routes.map(({ method }) => method))],
    allowHeaders: [...requestHeaders],
    exposeHeaders: [...responseHeaders],
    maxAge: maxAgeSeconds,
  });
}

function noSuchRoute(): Response {
  return refused('ROUTE_NOT_FOUND', `There is no such route; there are ${routeList()}.`);
}

function routeList(): string {
  return topology.api.routes.map(({ method, path }) => `${method} ${path}`).join(', ');
}

function isApiResponse(value: unknown): value is ApiResponse {
  return (
    isFields(value) &&
    typeof value.statusCode === 'number' &&
    isFields(value.headers) &&
    typeof value.body === 'string'
  );
}

/** Whether a path is one of the API's routes: what else there is, no other page may call. */
function isOfTheApi(path: string): boolean {
  return API_PATHS.some((pattern) => pattern.test(path));
}
