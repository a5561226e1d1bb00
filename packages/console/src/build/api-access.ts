import { topology } from '@snacks/handlers';

import type { ApiAccess } from '../access.js';

/** Returns who may call the API, from the topology. */
export function apiAccess(): ApiAccess {
  const { authorization, routes } = topology.api;
  return {
    ...authorization,
    callers: Object.fromEntries(
      routes.map(({ method, path, callers }) => [`${method} ${path}`, callers]),
    ),
  };
}
