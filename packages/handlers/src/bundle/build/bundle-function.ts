import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

import { topology, type FunctionName } from '../../topology/topology.js';
import { BUNDLE_FILE, BUNDLES } from './bundle-of.js';
import { leaveOut, LEFT_OUT } from './left-out-modules.js';
import { licencesOf } from './licences.js';
import { assertWithinBudget } from './size-budget.js';

/** Modules of the CommonJS kind that are bundled go on to `require` what is Node's own. */
const REQUIRE =
  "import{createRequire as createRequireOfBundle}from'node:module';const require=createRequireOfBundle(import.meta.url);";

/**
 * Bundles a function into its folder: one minified ES module with all that it uses, its source map,
 * and the licences of what others wrote in it. Returns its size in bytes.
 *
 * @throws {BundleTooLargeError} where it passes its budget; nothing is written then.
 */
export async function bundleFunction(name: FunctionName): Promise<number> {
  const folder = join(BUNDLES, name);
  const { metafile, outputFiles } = await build({
    entryPoints: [
      fileURLToPath(new URL(`../../../dist/functions/${name}/handler.js`, import.meta.url)),
    ],
    outfile: join(folder, BUNDLE_FILE),
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: `node${topology.node}`,
    // As ES modules, packages lose what is not used: class-validator its tables of phone numbers.
    mainFields: ['es2015', 'module', 'main'],
    banner: { js: REQUIRE },
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'none',
    metafile: true,
    write: false,
    logLevel: 'warning',
    plugins: [leaveOut(LEFT_OUT)],
  });
  const output = Object.values(metafile.outputs).find(({ entryPoint }) => entryPoint !== undefined);
  if (output === undefined) throw new Error(`esbuild made nothing of ${name}.`);
  assertWithinBudget(name, output);
  await mkdir(folder, { recursive: true });
  for (const { path, contents } of outputFiles) await writeFile(path, contents);
  await writeFile(join(folder, 'THIRD-PARTY-LICENCES.txt'), licencesOf(output));
  return output.bytes;
}
