import { mkdir, writeFile } from 'node:fs/promises';
import { extname, join, parse } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

import type { FunctionName } from '../../topology/topology.js';
import { BUNDLE_FILE, BUNDLES } from './bundle-of.js';
import { BUNDLE_SETTINGS } from './bundle-settings.js';
import { licencesOf } from './licences.js';
import { assertWithinBudget } from './size-budget.js';

const BUNDLE = parse(BUNDLE_FILE).name;
const EXTENSION = extname(BUNDLE_FILE);

/**
 * Bundles each function into its own folder: one minified ES module with all its dependencies, the
 * source map, and the licences of third-party packages. One run of esbuild bundles all functions, so
 * that it parses shared modules only once.
 *
 * @returns the size of each bundle, in bytes.
 * @throws {BundleTooLargeError} if a bundle exceeds its budget; nothing is written in this case.
 */
export async function bundleFunctions(
  names: readonly FunctionName[],
): Promise<ReadonlyMap<FunctionName, number>> {
  const { metafile, outputFiles } = await build({
    entryPoints: names.map((name) => ({ in: entryPointOf(name), out: `${name}/${BUNDLE}` })),
    outdir: BUNDLES,
    outExtension: { '.js': EXTENSION },
    ...BUNDLE_SETTINGS,
    metafile: true,
    write: false,
  });
  const outputs = new Map(
    names.map((name) => {
      const file = Object.keys(metafile.outputs).find((one) =>
        one.endsWith(`/${name}/${BUNDLE_FILE}`),
      );
      const output = file === undefined ? undefined : metafile.outputs[file];
      if (output === undefined) throw new Error(`esbuild did not bundle ${name}.`);
      return [name, output];
    }),
  );
  for (const [name, output] of outputs) assertWithinBudget(name, output);
  for (const name of names) await mkdir(join(BUNDLES, name), { recursive: true });
  for (const { path, contents } of outputFiles) await writeFile(path, contents);
  for (const [name, output] of outputs) {
    await writeFile(join(BUNDLES, name, 'THIRD-PARTY-LICENCES.txt'), licencesOf(output));
  }
  return new Map([...outputs].map(([name, { bytes }]) => [name, bytes]));
}

function entryPointOf(name: FunctionName): string {
  return fileURLToPath(new URL(`../../../dist/functions/${name}/handler.js`, import.meta.url));
}
