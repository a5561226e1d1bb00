import type { OperationsPorts, PlatformMap } from '@snacks/operations';

import type { LambdaHandler } from '../inbound/lambda-handler.js';
import type { Logger } from '../observability/logging/logger.js';
import type { FunctionName } from '../topology/topology.js';
import type { ApiOptions, OperationsFunctionName } from './create-functions.js';
import { createOperationsActor } from './operations-actor/create-operations-actor.js';
import { createOperationsReader } from './operations-reader/create-operations-reader.js';
import { CursorSigner } from './order-lister/cursor-signer.js';

/** Creates the functions of the operators' API, for a process that runs the whole platform. */
export function createOperationsFunctions(
  { ports, map }: { readonly ports: OperationsPorts; readonly map: PlatformMap },
  loggerOf: (name: FunctionName) => Logger,
  { authentication, cursorKey }: ApiOptions,
): Readonly<Record<OperationsFunctionName, LambdaHandler>> {
  const api = (name: OperationsFunctionName) => ({ logger: loggerOf(name), authentication });
  return {
    'operations-reader': createOperationsReader({
      ...api('operations-reader'),
      cursors: new CursorSigner(cursorKey),
      ports,
      map,
    }),
    'operations-actor': createOperationsActor({ ...api('operations-actor'), ports, map }),
  };
}
