import { isFields } from '@snacks/domain';

/**
 * The identifiers that a function answered as failed (`ReportBatchItemFailures`). A response of
 * another shape counts as a failure of the whole batch: `undefined`.
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
