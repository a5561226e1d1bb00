import type { Metafile } from 'esbuild';

import type { FunctionName } from '../../topology/topology.js';

/**
 * What a bundle may weigh, in KB (1,024 bytes): what it weighs today and a little more. A process
 * reads all of it at every cold start, so a budget is raised on purpose only.
 */
export const BUDGETS: Readonly<Record<FunctionName, number>> = {
  'order-creator': 390,
  'order-reader': 390,
  'order-lister': 405,
  'order-canceller': 390,
  'order-updater': 390,
  'order-approver': 405,
  'order-timeline': 390,
  'event-ingestion': 370,
  'event-recorder': 410,
  'order-relay': 375,
  'order-processor': 435,
  'order-sweeper': 425,
  'order-metrics': 100,
  'order-notifier': 420,
  'approval-starter': 410,
  'approval-requester': 445,
  'approval-expirer': 385,
  'approval-closer': 410,
};

/** A bundle is larger than it may be. */
export class BundleTooLargeError extends Error {
  readonly code = 'BUNDLE_TOO_LARGE';
  override readonly name = 'BundleTooLargeError';
}

/** So many of the largest packages are named. */
const NAMED = 8;

/**
 * Holds a bundle to its budget.
 *
 * @throws {BundleTooLargeError} naming the function, its size, and what is largest in it.
 */
export function assertWithinBudget(
  name: FunctionName,
  output: Metafile['outputs'][string],
  budget = BUDGETS[name],
): void {
  if (output.bytes <= budget * 1_024) return;
  const list = packageSizes(output)
    .slice(0, NAMED)
    .map(([owner, bytes]) => `  ${inKilobytes(bytes).padStart(7)} KB  ${owner}`)
    .join('\n');
  throw new BundleTooLargeError(
    `${name} has ${inKilobytes(output.bytes)} KB, its budget is ${budget} KB: it is ${output.bytes - budget * 1_024} bytes too large. Largest in it:\n${list}`,
  );
}

/** A size as it is printed. */
export function inKilobytes(bytes: number): string {
  return (bytes / 1_024).toFixed(1);
}

/** The bytes of each package in a bundle, largest first; a file of no package counts by itself. */
function packageSizes({ inputs }: Metafile['outputs'][string]): readonly [string, number][] {
  const sizes = new Map<string, number>();
  for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
    const owner = packageFolderOf(file) ?? file;
    sizes.set(owner, (sizes.get(owner) ?? 0) + bytesInOutput);
  }
  return [...sizes].sort(([, a], [, b]) => b - a);
}

/** The folder of the package that a bundled file comes from, or `undefined` for a file of our own. */
export function packageFolderOf(file: string): string | undefined {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];
}
