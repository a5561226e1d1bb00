import { toSnackRecord } from '@snacks/domain';
import { PRICES_KEPT_FOR, type ListSnacks } from '@snacks/domain/use-cases';

import type { CompositionFor } from '../../composition/compose.js';
import * as USE_CASES from '../../composition/use-cases.js';
import { apiHandler, type ApiDependencies } from '../../inbound/http/api-handler.js';
import { jsonResponse, notModified, type ApiResponse } from '../../inbound/http/api-response.js';
import { etagOf, matchesAny } from '../../inbound/http/entity-tag.js';
import type { LambdaHandler } from '../../inbound/lambda-handler.js';

export interface CatalogueReaderDependencies extends ApiDependencies {
  readonly listSnacks: ListSnacks;
}

/** A cache may use prices for as long as the check of orders does. */
const CACHEABLE = { 'cache-control': `public, max-age=${PRICES_KEPT_FOR / 1_000}` };

/**
 * Handles GET /snacks: responds with all snacks on sale, sorted by name, and with the version of the
 * catalogue as the `ETag`; with 304 if the caller already has that version.
 */
export function createCatalogueReader(
  dependencies: CatalogueReaderDependencies,
): LambdaHandler<ApiResponse> {
  const { listSnacks } = dependencies;
  return apiHandler('catalogue-reader', dependencies, async ({ headers }) => {
    const catalogue = await listSnacks.execute();
    const etag = etagOf(catalogue);
    return matchesAny(headers['if-none-match'], catalogue)
      ? notModified(etag, CACHEABLE)
      : jsonResponse(200, { snacks: catalogue.snacks.map(toSnackRecord) }, { etag, ...CACHEABLE });
  });
}

/** The function over the use cases of a composition. */
export function catalogueReader(
  composition: CompositionFor<'listSnacks'>,
  own: ApiDependencies,
): ReturnType<typeof createCatalogueReader> {
  return createCatalogueReader({ listSnacks: composition.get(USE_CASES.listSnacks), ...own });
}
