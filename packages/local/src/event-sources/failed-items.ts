import { isFields } from '@snacks/domain';

/**
 * Returns the identifiers of the items that a function reports as failed
 * (`ReportBatchItemFailures`). Returns `undefined` for a result of another shape: the whole batch
 * counts as failed.
 */
export function failedItems(result: unknown): ReadonlySet<string> | undefined {
  if (!isFields(result) || !Array.isArray(result.batchItemFailures)) return undefined;
  const identifiers = result.batchItemFailures.map((failure: unknown) =>
    isFields(failure) ? failure.itemIdentifier : undefined,
  );
  return identifiers.every((identifier) => typeof identifier === 'string')
    ? new Set(identifiers)
    : undefined;
}
