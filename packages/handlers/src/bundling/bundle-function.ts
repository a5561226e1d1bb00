import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { FunctionName } from '../topology.js';
import { buildBundle } from './build-bundle.js';
import { BUNDLES } from './bundle-of.js';
import { licencesOf } from './licences.js';
import { assertWithinBudget } from './size-budget.js';

/**
 * Bundles a function into its folder: one minified ES module with all that it uses, its source map,
 * and the licences of what others wrote in it. Returns its size in bytes.
 *
 * @throws {BundleTooLargeError} where it passes its budget; nothing is written then.
 */
export async function bundleFunction(name: FunctionName): Promise<number> {
  const folder = join(BUNDLES, name);
  const { files, output } = await buildBundle(name, { folder });
  assertWithinBudget(name, output);
  await mkdir(folder, { recursive: true });
  for (const { path, contents } of files) await writeFile(path, contents);
  await writeFile(join(folder, 'THIRD-PARTY-LICENCES.txt'), licencesOf(output));
  return output.bytes;
}
