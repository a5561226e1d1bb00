import type { Metafile } from 'esbuild';

import type { FunctionName } from '../../topology/topology.js';

/**
 * The maximum size of each bundle in KB (1,024 bytes): its current size and a small margin. Every cold
 * start reads the whole bundle, so a larger budget is a deliberate decision.
 */
export const BUDGETS: Readonly<Record<FunctionName, number>> = {
  'order-creator': 387,
  'order-reader': 378,
  'order-lister': 393,
  'order-canceller': 381,
  'order-updater': 388,
  'order-approver': 397,
  'order-timeline': 378,
  'catalogue-reader': 361,
  'catalogue-editor': 376,
  'event-ingestion': 350,
  'event-recorder': 406,
  'order-relay': 359,
  'order-processor': 443,
  'order-sweeper': 411,
  'order-metrics': 110,
  'order-notifier': 419,
  'approval-starter': 404,
  'approval-requester': 432,
  'approval-expirer': 374,
  'approval-closer': 405,
  'operations-reader': 470,
  'operations-actor': 360,
};

/** A bundle exceeds its budget. */
export class BundleTooLargeError extends Error {
  readonly code = 'BUNDLE_TOO_LARGE';
  override readonly name = 'BundleTooLargeError';
}

/** The number of packages in the error message, largest first. */
const LISTED_PACKAGES = 8;

/**
 * Checks that a bundle does not exceed its budget.
 *
 * @throws {BundleTooLargeError} with the function, its size, and its largest packages.
 */
export function assertWithinBudget(
  name: FunctionName,
  output: Metafile['outputs'][string],
  budget = BUDGETS[name],
): void {
  if (output.bytes <= budget * 1_024) return;
  const list = packageSizes(output)
    .slice(0, LISTED_PACKAGES)
    .map(([owner, bytes]) => `  ${inKilobytes(bytes).padStart(7)} KB  ${owner}`)
    .join('\n');
  throw new BundleTooLargeError(
    `${name} has ${inKilobytes(output.bytes)} KB, its budget is ${budget} KB: it is ${output.bytes - budget * 1_024} bytes too large. Largest in it:\n${list}`,
  );
}

/** Formats a size in bytes as KB, with one decimal. */
export function inKilobytes(bytes: number): string {
  return (bytes / 1_024).toFixed(1);
}

/** The bytes of each package, largest first. A file outside of packages counts separately. */
function packageSizes({ inputs }: Metafile['outputs'][string]): readonly [string, number][] {
  const sizes = new Map<string, number>();
  for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
    const owner = packageFolderOf(file) ?? file;
    sizes.set(owner, (sizes.get(owner) ?? 0) + bytesInOutput);
  }
  return [...sizes].sort(([, a], [, b]) => b - a);
}

/** Returns the folder of a bundled file's package; `undefined` for a file of this repository. */
export function packageFolderOf(file: string): string | undefined {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];
}
