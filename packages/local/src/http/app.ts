import { Hono, type Context, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';
import type { ConsoleConfig } from '@snacks/console';
import { isFields } from '@snacks/domain';
import {
  problemResponse,
  toProblem,
  topology,
  type ApiResponse,
  type ApiRoute,
} from '@snacks/handlers';

import { JwtAuthorizer } from '../auth/jwt-authorizer.js';
import { LOCAL_CALLERS, localCallersOnly } from '../auth/local-callers.js';
import type { LocalIssuer } from '../auth/local-issuer.js';
import { awsApi, type AwsApiOptions } from '../aws-api/aws-api.js';
import type { Platform } from '../platform/platform.js';
import type { Faults } from '../faults/faults.js';
import { faultsApi, type RunningPaymentRules } from '../faults/faults-api.js';
import { toApiEvent } from './api-event.js';
import { documentation } from './documentation.js';
import { inspectionApi } from '../inspection/inspection-api.js';
import { consolePage } from './console.js';
import { checkOrigin } from './cross-origin.js';
import { invokeApi } from './invoke-api.js';
import { errorResponse, errorResponseFor } from './error-response.js';
import { bodyOf, hasBody } from './request-body.js';
import { toResponse } from './response.js';
import { TokenBucket } from './token-bucket.js';
import { FairQueue } from './fair-queue.js';

/** API Gateway's limit, in bytes. */
const MAX_BODY = 10 * 1_024 * 1_024;

/** The batch size of the queues: the orders of one turn fit into one batch. */
const REQUESTS_PER_TURN = 10;

export interface AppOptions extends AwsApiOptions {
  readonly platform: Platform;
  readonly faults: Faults;
  readonly paymentRules: RunningPaymentRules;
  /** Issues the callers' tokens. Without it, every caller has full access. */
  readonly issuer?: LocalIssuer | undefined;
  /** The origins whose pages may call the API. @default none */
  readonly corsOrigins?: readonly string[] | undefined;
  /** Whether the routes have the topology's rate limits. @default false */
  readonly throttled?: boolean | undefined;
  /** The folder of the orders. @default in memory */
  readonly dataFolder?: string | undefined;
}

const API_PATHS = topology.api.routes.map(
  ({ path }) => new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}/?$`),
);

/** Creates the platform's HTTP app: the API's routes, the APIs of AWS, health, and the inspection. */
export function createApp(options: AppOptions): Hono {
  const { platform, issuer, corsOrigins = [] } = options;
  const app = new Hono();
  app.use(async (context, next) => {
    const [host, origin] = [context.req.header('host'), context.req.header('origin')];
    const allowed = isApiPath(context.req.path) ? corsOrigins : [];
    const violation = checkOrigin({ host, origin }, allowed);
    return violation === undefined
      ? next()
      : errorResponseFor(context, 'CROSS_ORIGIN_REFUSED', violation);
  });
  app.route('/', awsApi(options)); // it has its own size limit, and AWS's error for it
  const limit = bodyLimit({
    maxSize: MAX_BODY,
    onError: (context) =>
      errorResponseFor(context, 'PAYLOAD_TOO_LARGE', 'The body must be at most 10 MB.'),
  });
  app.use(async (context, next) => {
    return hasBody(context.req) ? limit(context, next) : next();
  });
  // Read the whole request before the response, as API Gateway does. A response to a half-read request
  // would close the connection, and the client's next request on it would be lost.
  const fairQueue = new FairQueue(REQUESTS_PER_TURN);
  app.use(async (context, next) => {
    await bodyOf(context.req);
    await fairQueue.waitForTurn();
    await next();
  });
  app.get('/health', (context) => context.json({ status: 'ok' }));
  if (issuer !== undefined) {
    app.get('/.well-known/jwks.json', (context) => context.json(issuer.keySet));
  }
  app.route('/', consolePage(consoleConfig(options)));
  app.route('/', documentation());
  app.route('/', invokeApi(platform));
  if (issuer !== undefined) app.use('/local/*', localCallersOnly(new JwtAuthorizer(issuer)));
  app.route('/', inspectionApi(platform, options));
  app.route('/', faultsApi(platform, options.faults, options.paymentRules));
  if (corsOrigins.length > 0) app.use(allow(corsOrigins));
  for (const route of topology.api.routes) addRoute(app, route, options);

  app.notFound(unknownRoute);
  app.onError((error) => toResponse(problemResponse(toProblem(error))));
  return app;
}

/** What the console says of this platform. */
function consoleConfig({ platform, issuer, dataFolder }: AppOptions): ConsoleConfig {
  return {
    place: 'laptop',
    stream: '/local/events',
    storage: dataFolder === undefined ? 'in memory until it stops' : `in ${dataFolder}`,
    auth: issuer !== undefined,
    localCallers: LOCAL_CALLERS,
    approvalDeadlineHours: platform.approvalDeadlineHours,
    features: ['faults'],
  };
}

function addRoute(app: Hono, route: ApiRoute, options: AppOptions): void {
  const { method, path, function: name } = route;
  const { platform, timers, ids, issuer, throttled = false } = options;
  const bucket = throttled ? new TokenBucket(route.throttle, timers.now()) : undefined;
  const authorizer = issuer && new JwtAuthorizer(issuer);
  app.on(method, path.replaceAll(/\{(\w+)\}/g, ':$1'), async (context: Context) => {
    // The router matches HEAD with a GET route; an HTTP API does not.
    if (context.req.method !== method) return unknownRoute();
    if (bucket?.take(timers.now()) === false) {
      return errorResponse('TOO_MANY_REQUESTS', 'This route is at its rate limit. Wait a second.');
    }
    const caller =
      route.callers === 'anyone'
        ? undefined
        : await authorizer?.authorize(context.req.header('authorization'));
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

/** CORS without credentials mode: a page sends its token as a header. `*` is never returned. */
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

function unknownRoute(): Response {
  return errorResponse('ROUTE_NOT_FOUND', `Unknown route. Valid routes: ${routeList()}.`);
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

/** Whether a path is one of the API's. Pages of other origins may call no other path. */
function isApiPath(path: string): boolean {
  return API_PATHS.some((pattern) => pattern.test(path));
}
