import type { FieldRule } from '@snacks/domain';

import type { ProblemCode } from '../inbound/http/problem-kinds.js';

/** The documentation of a route, in addition to the topology. */
export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  /** The name of the schema of the request body. */
  readonly request?: string;
  readonly query?: Readonly<Record<string, FieldRule>>;
  readonly requestHeaders?: Readonly<Record<string, string>>;
  /** The successful responses by status, each with the name of the schema of its body. */
  readonly responses: Readonly<
    Record<number, { readonly description: string; readonly schema?: string }>
  >;
  readonly responseHeaders?: Readonly<Record<string, string>>;
  /** The problems of this route, in addition to those of all routes. */
  readonly problems: readonly ProblemCode[];
}

/** The problems of every route with a body. */
export const OF_A_BODY: readonly ProblemCode[] = [
  'MALFORMED_JSON',
  'JSON_TOO_DEEP',
  'REQUEST_INVALID',
  'UNSUPPORTED_MEDIA_TYPE',
];
