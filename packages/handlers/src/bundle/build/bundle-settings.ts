import type { BuildOptions } from 'esbuild';

import { topology } from '../../topology/topology.js';
import { leaveOut, LEFT_OUT } from './left-out-modules.js';

/** Bundled CommonJS modules still `require` the built-in modules of Node. */
const REQUIRE =
  "import{createRequire as createRequireOfBundle}from'node:module';const require=createRequireOfBundle(import.meta.url);";

/** The settings of esbuild for a deployed function, also for one of another package. */
export const BUNDLE_SETTINGS = {
  bundle: true,
  minify: true,
  platform: 'node',
  format: 'esm',
  target: `node${topology.node}`,
  // Unused code is removed only from ES modules, such as the phone number tables of class-validator.
  mainFields: ['es2015', 'module', 'main'],
  banner: { js: REQUIRE },
  // `import()` becomes `require`. For an endpoint without TLS, as on loopback, the SDK imports `node:http`
  // by it, and such an import loads a whole second HTTP client: 15 ms that no function in AWS takes.
  supported: { 'dynamic-import': false },
  sourcemap: 'linked',
  sourcesContent: false,
  legalComments: 'none',
  logLevel: 'warning',
  plugins: [leaveOut(LEFT_OUT)],
} satisfies BuildOptions;
