import { FIELD_RULES, issueOf, RequestInvalidError } from '@snacks/domain';
import { normalise } from '@snacks/domain/ports';
import {
  DeleteMessage,
  EditMessage,
  RedriveMessages,
  SetStock,
  type OperationsPorts,
  type PlatformMap,
} from '@snacks/operations';
import type { RequestContext } from '@snacks/domain/use-cases';

import { apiHandler, type ApiDependencies } from '../../inbound/http/api-handler.js';
import { readJsonBody, type ApiRequest } from '../../inbound/http/api-request.js';
import { jsonResponse, noContent, type ApiResponse } from '../../inbound/http/api-response.js';
import { RequestError } from '../../inbound/http/request-error.js';
import {
  EditMessageRequest,
  ReasonRequest,
  RedriveRequest,
  SetStockRequest,
} from '../../inbound/http/requests/operations-requests.js';
import type { LambdaHandler } from '../../inbound/lambda-handler.js';

/** The ports that the changes of operators need. */
export type ActorPorts = Pick<
  OperationsPorts,
  'deadLetters' | 'stock' | 'actions' | 'clock' | 'ids'
>;

export interface OperationsActorDependencies extends ApiDependencies {
  readonly ports: ActorPorts;
  readonly map: PlatformMap;
}

/**
 * Handles the routes of the operators' API that change something: redrive, edit and delete dead letters,
 * and set stock. Each keeps who did it, and why.
 */
export function createOperationsActor(
  dependencies: OperationsActorDependencies,
): LambdaHandler<ApiResponse> {
  const { ports, map, logger } = dependencies;
  const redrive = new RedriveMessages(ports, map);
  const edit = new EditMessage(ports, map);
  const remove = new DeleteMessage(ports, map);
  const setStock = new SetStock(ports);

  const routes: Readonly<
    Record<string, (request: ApiRequest, actor: string) => Promise<ApiResponse>>
  > = {
    'POST /operations/dead-letters/{queue}/redrive': async (request, actor) => {
      const { messageIds, reason } = RedriveRequest.from(readJsonBody(request));
      const { queue } = messageOf(request);
      const result = await redrive.execute({ actor, reason, queue, messageIds });
      logger.info('messages redriven', { count: result.redriven });
      return jsonResponse(200, result);
    },
    'PUT /operations/dead-letters/{queue}/{messageId}': async (request, actor) => {
      const { body, reason } = EditMessageRequest.from(readJsonBody(request));
      const result = await edit.execute({ actor, reason, body, ...messageOf(request) });
      logger.info('message edited', { messageId: messageOf(request).messageId });
      return jsonResponse(200, result);
    },
    'DELETE /operations/dead-letters/{queue}/{messageId}': async (request, actor) => {
      const { reason } = ReasonRequest.from(readJsonBody(request));
      await remove.execute({ actor, reason, ...messageOf(request) });
      logger.info('message deleted', { messageId: messageOf(request).messageId });
      return noContent();
    },
    'PUT /operations/stock/{name}': async (request, actor) => {
      const { available, reason } = SetStockRequest.from(readJsonBody(request));
      const row = await setStock.execute({ actor, reason, available, name: snackOf(request) });
      logger.info('stock set');
      return jsonResponse(200, row);
    },
  };

  return apiHandler('operations-actor', dependencies, async (request, context) => {
    const handle = Object.hasOwn(routes, request.route) ? routes[request.route] : undefined;
    if (handle === undefined) throw new RequestError('ROUTE_NOT_FOUND', 'Unknown route.');
    return handle(request, nameOf(context));
  });
}

function nameOf({ actor: { subject } }: RequestContext): string {
  return subject ?? 'anonymous';
}

function messageOf({ path: { queue = '', messageId = '' } }: ApiRequest) {
  return { queue, messageId };
}

/** @throws {RequestInvalidError} if the name in the path breaks the rule for snack names. */
function snackOf({ path: { name = '' } }: ApiRequest): string {
  if (FIELD_RULES.name.accepts(normalise(name))) return name;
  throw new RequestInvalidError([issueOf('name', FIELD_RULES.name)]);
}
