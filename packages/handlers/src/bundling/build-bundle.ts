import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile, type OutputFile, type Plugin } from 'esbuild';

import { topology, type FunctionName } from '../topology.js';
import { BUNDLE_FILE } from './bundle-of.js';
import { leaveOut, LEFT_OUT } from './left-out-modules.js';

/** Modules of the CommonJS kind that are bundled go on to `require` what is Node's own. */
const REQUIRE =
  "import{createRequire as createRequireOfBundle}from'node:module';const require=createRequireOfBundle(import.meta.url);";

/** A function's code as one module, before it is written. */
export interface Bundle {
  /** The module and its source map. */
  readonly files: readonly OutputFile[];
  /** What the module consists of. */
  readonly output: Metafile['outputs'][string];
}

export interface BundleOptions {
  /** The folder that the bundle is for. */
  readonly folder: string;
  /**
   * Files to take in place of modules that the function's entry imports, by the path of the import.
   * @default none
   */
  readonly replacements?: Readonly<Record<string, string>>;
}

/**
 * Bundles a function: one minified ES module with all that it uses, and its source map.
 *
 * @throws where the entry does not import what is to be replaced.
 */
export async function buildBundle(
  name: FunctionName,
  { folder, replacements = {} }: BundleOptions,
): Promise<Bundle> {
  const entry = fileURLToPath(new URL(`../../dist/${name}/handler.js`, import.meta.url));
  const { metafile, outputFiles } = await build({
    entryPoints: [entry],
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
    plugins: [replace(entry, replacements), leaveOut(LEFT_OUT)],
  });
  const output = Object.values(metafile.outputs).find(({ entryPoint }) => entryPoint !== undefined);
  if (output === undefined) throw new Error(`esbuild made nothing of ${name}.`);
  return { files: outputFiles, output };
}

/** Only imports of the entry itself are replaced, so that a replacement may import the original. */
function replace(entry: string, replacements: Readonly<Record<string, string>>): Plugin {
  return {
    name: 'replace',
    setup(hooks) {
      const unused = new Set(Object.keys(replacements));
      hooks.onResolve({ filter: /.*/ }, ({ path, importer }) => {
        const file = importer === entry ? replacements[path] : undefined;
        if (file === undefined) return undefined;
        unused.delete(path);
        return { path: file };
      });
      hooks.onEnd(() => ({
        errors: [...unused].map((path) => ({ text: `The entry does not import ${path}.` })),
      }));
    },
  };
}
