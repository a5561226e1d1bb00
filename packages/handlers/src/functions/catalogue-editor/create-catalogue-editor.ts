import { toSnackRecord } from '@snacks/domain';
import type { PutSnack, RemoveSnack } from '@snacks/domain/use-cases';

import type { CompositionFor } from '../../composition/compose.js';
import * as USE_CASES from '../../composition/use-cases.js';
import { apiHandler, type ApiDependencies } from '../../inbound/http/api-handler.js';
import { readJsonBody, type ApiRequest } from '../../inbound/http/api-request.js';
import { jsonResponse, noContent, type ApiResponse } from '../../inbound/http/api-response.js';
import { PutSnackRequest } from '../../inbound/http/requests/put-snack-request.js';
import type { LambdaHandler } from '../../inbound/lambda-handler.js';

export interface CatalogueEditorDependencies extends ApiDependencies {
  readonly putSnack: PutSnack;
  readonly removeSnack: RemoveSnack;
}

/**
 * Handles PUT and DELETE /snacks/{name}. PUT responds with 201 if the snack was not on sale before, and
 * with 200 otherwise; DELETE with 204. A repeat changes nothing.
 */
export function createCatalogueEditor(
  dependencies: CatalogueEditorDependencies,
): LambdaHandler<ApiResponse> {
  const { putSnack, removeSnack, logger } = dependencies;

  async function put(name: string, request: ApiRequest): Promise<ApiResponse> {
    const { price } = PutSnackRequest.from(readJsonBody(request));
    const { snack, outcome } = await putSnack.execute({ name, price });
    logger.info(`snack ${outcome}`);
    return jsonResponse(outcome === 'added' ? 201 : 200, toSnackRecord(snack));
  }

  async function remove(name: string): Promise<ApiResponse> {
    const outcome = await removeSnack.execute({ name });
    logger.info(outcome === 'removed' ? 'snack removed' : 'snack not on sale');
    return noContent();
  }

  return apiHandler('catalogue-editor', dependencies, async (request) => {
    const { name = '' } = request.path;
    return request.method === 'DELETE' ? remove(name) : put(name, request);
  });
}

/** The function over the use cases of a composition. */
export function catalogueEditor(
  composition: CompositionFor<'putSnack' | 'removeSnack'>,
  own: ApiDependencies,
): ReturnType<typeof createCatalogueEditor> {
  return createCatalogueEditor({
    putSnack: composition.get(USE_CASES.putSnack),
    removeSnack: composition.get(USE_CASES.removeSnack),
    ...own,
  });
}
