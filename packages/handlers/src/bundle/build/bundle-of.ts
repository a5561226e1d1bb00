import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { FunctionName } from '../../topology/topology.js';

/** The function is not bundled yet. */
export class BundleMissingError extends Error {
  readonly code = 'BUNDLE_MISSING';
  override readonly name = 'BundleMissingError';
}

/** The file that Lambda loads from a bundle. The handler is therefore `index.handler`. */
export const BUNDLE_FILE = 'index.mjs';

/** The folder of all bundles. Each bundle is a folder in it, with the name of its function. */
export const BUNDLES = fileURLToPath(new URL('../../../bundle', import.meta.url));

/**
 * Returns the folder that is deployed as the code of a function: `index.mjs`, its source map, and the
 * licences of its packages.
 *
 * @param root the folder of all bundles.
 * @throws {BundleMissingError} if `npm run bundle` has not run.
 */
export function bundleOf(name: FunctionName, root: string = BUNDLES): string {
  const folder = join(root, name);
  if (!existsSync(join(folder, BUNDLE_FILE))) {
    throw new BundleMissingError(`${name} is not bundled: run \`npm run bundle\` first.`);
  }
  return folder;
}
