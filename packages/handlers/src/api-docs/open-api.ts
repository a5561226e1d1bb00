import { FIELD_RULES, type FieldRule } from '@snacks/domain';
import { OPERATIONS_FIELD_RULES } from '@snacks/operations';

import { API, type ApiFunctionName, type Route } from '../topology/api.js';
import { PROBLEM_KINDS, type ProblemCode } from '../inbound/http/problem-kinds.js';

import type { Operation } from './operation.js';
import { OPERATIONS, PROBLEMS_OF_ALL, PROBLEMS_OF_PUBLIC_ROUTES } from './operations.js';
import { requestExamples } from './request-examples.js';
import { problemExamples, withExamples } from './response-examples.js';
import { OPERATIONS_SCHEMAS } from './operations-schemas.js';
import { SCHEMAS } from './schemas.js';

/** Returns an OpenAPI 3.1 document of the HTTP API, from the topology and the domain's rules. */
export function openApiDocument() {
  const examples = requestExamples();
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of API.routes) {
    const { method, path } = route;
    const operation = OPERATION_OF.get(`${method} ${path}`);
    if (operation === undefined) throw new Error(`${method} ${path} is not documented.`);
    paths[path] = {
      ...paths[path],
      [method.toLowerCase()]: operationOf(route, operation, examples),
    };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Serverless Snacks',
      version: '1.0.0',
      summary: 'Place, read and manage orders of snacks.',
      description:
        'An acknowledged order is never lost and never duplicated. Errors are `application/problem+json`. If the deployment requires authentication, send a bearer token.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    tags: TAGS.map(({ name, description }) => ({ name, description })),
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: Object.fromEntries(
        Object.entries({ ...SCHEMAS, ...OPERATIONS_SCHEMAS }).map(([name, schema]) => [
          name,
          withExamples(schema),
        ]),
      ),
    },
  };
}

/** The documentation by route: the type of {@link OPERATIONS} makes it complete. */
const OPERATION_OF: ReadonlyMap<string, Operation> = new Map(Object.entries(OPERATIONS));

/** The groups of the routes, by the start of their paths. */
const TAGS = [
  { name: 'Orders', path: '/orders', description: 'Place, read, change and decide on orders.' },
  { name: 'Catalogue', path: '/snacks', description: 'The snacks on sale and their prices.' },
  { name: 'Events', path: '/events', description: 'Events from outside, such as of a machine.' },
  {
    name: 'Operations',
    path: '/operations',
    description: 'What operators see and do: dead letters, stock, metrics, logs.',
  },
];

function tagsOf({ path }: Pick<Route<string>, 'path'>): string[] {
  return TAGS.filter((tag) => path.startsWith(tag.path)).map(({ name }) => name);
}

function operationOf(
  route: Route<ApiFunctionName>,
  operation: Operation,
  examples: ReturnType<typeof requestExamples>,
) {
  const { operationId, summary, request } = operation;
  const { ratePerSecond, burst } = route.throttle;
  const callers =
    route.callers === 'anyone' ? 'Needs no token' : `Required role: ${route.callers.join(' or ')}`;
  return {
    operationId,
    tags: tagsOf(route),
    summary,
    ...(route.callers === 'anyone' && { security: [] }),
    description: `${callers}. Rate limit for all callers together: ${ratePerSecond} requests per second, with a burst of ${burst}.`,
    parameters: parametersOf(route, operation),
    ...(request !== undefined && {
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: { $ref: `#/components/schemas/${request}` },
            examples: examples[request],
          },
        },
      },
    }),
    responses: responsesOf(operation, route.callers === 'anyone'),
  };
}

const PATH_PARAMETERS = [
  parameter('path', 'orderId', 'The id of the order.', FIELD_RULES.orderId),
  parameter('path', 'name', 'The name of the snack.', FIELD_RULES.name),
  parameter('path', 'queue', 'The dead-letter queue.', OPERATIONS_FIELD_RULES.queue),
  parameter('path', 'messageId', 'The id of the message.', OPERATIONS_FIELD_RULES.messageId),
];

function parametersOf(
  { path }: Pick<Route<string>, 'path'>,
  { query = {}, requestHeaders = {} }: Operation,
) {
  return [
    ...PATH_PARAMETERS.filter(({ name }) => path.includes(`{${name}}`)),
    ...Object.entries(query).map(([name, rule]) =>
      parameter('query', name, `It ${rule.message}.`, rule),
    ),
    ...Object.entries({
      ...requestHeaders,
      'X-Correlation-Id': 'Correlates the request with its events, messages and log records.',
    }).map(([name, description]) => parameter('header', name, description)),
  ];
}

function parameter(where: string, name: string, description: string, rule?: FieldRule) {
  const schema = rule?.schema ?? { type: 'string' };
  return { in: where, name, description, required: where === 'path', schema };
}

function responsesOf(
  { responses, responseHeaders = {}, problems }: Operation,
  needsNoToken: boolean,
) {
  const headers = headersOf({
    ...responseHeaders,
    'X-Correlation-Id': 'The correlation id of the request.',
  });
  const fine = Object.entries(responses).map(([status, { description, schema }]) => [
    status,
    {
      description,
      headers,
      ...(schema !== undefined && {
        content: { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } },
      }),
    },
  ]);
  const codes = [...(needsNoToken ? PROBLEMS_OF_PUBLIC_ROUTES : PROBLEMS_OF_ALL), ...problems];
  const refused = [...new Set(codes.map(statusOf))].map((status) => {
    const ofStatus = codes.filter((code) => statusOf(code) === status);
    const response = {
      description: ofStatus.map((code) => `\`${code}\`: ${PROBLEM_KINDS[code].title}.`).join(' '),
      ...(status === 401 && {
        headers: headersOf({
          'WWW-Authenticate': 'The authentication scheme that the API requires.',
        }),
      }),
      ...((status === 429 || status === 503) && {
        headers: headersOf({ 'Retry-After': 'Seconds to wait before the next try.' }),
      }),
      content: {
        'application/problem+json': {
          schema: { $ref: '#/components/schemas/Problem' },
          examples: problemExamples(ofStatus),
        },
      },
    };
    return [status, response];
  });
  return Object.fromEntries([...fine, ...refused]);
}

function statusOf(code: ProblemCode): number {
  return PROBLEM_KINDS[code].status;
}

function headersOf(headers: Readonly<Record<string, string>>) {
  return Object.fromEntries(
    Object.entries(headers).map(([name, description]) => [
      name,
      { description, schema: { type: 'string' } },
    ]),
  );
}
