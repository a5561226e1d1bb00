import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { FunctionName } from '../../topology/topology.js';

/** The functions were not bundled yet. */
export class BundleMissingError extends Error {
  readonly code = 'BUNDLE_MISSING';
  override readonly name = 'BundleMissingError';
}

/** The file of a bundle that Lambda loads; the handler is therefore `index.handler`. */
export const BUNDLE_FILE = 'index.mjs';

/** Where the bundles belong, one folder each, named as their functions. */
export const BUNDLES = fileURLToPath(new URL('../../../bundle', import.meta.url));

/**
 * The folder that is deployed as a function's code: `index.mjs`, its source map, and the licences of
 * what is in it.
 *
 * @param root where the bundles were built.
 * @throws {BundleMissingError} where `npm run bundle` did not run.
 */
export function bundleOf(name: FunctionName, root: string = BUNDLES): string {
  const folder = join(root, name);
  if (!existsSync(join(folder, BUNDLE_FILE))) {
    throw new BundleMissingError(`${name} is not bundled: run \`npm run bundle\` first.`);
  }
  return folder;
}
