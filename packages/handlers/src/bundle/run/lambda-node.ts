import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isFields } from '@snacks/domain';

/** The Node.js that a function runs on. */
export interface LambdaNode {
  readonly path: string;
  readonly version: string;
}

/** A separate folder: next to the other packages, every npm script would run on this `node`. */
const INSTALLED = fileURLToPath(new URL('../../../lambda-runtime/node_modules', import.meta.url));

/** The Node.js of the deployed runtime is not installed. */
export class LambdaNodeMissingError extends Error {
  readonly code = 'LAMBDA_NODE_MISSING';
  override readonly name = 'LambdaNodeMissingError';
}

/**
 * Returns the Node.js of the deployed runtime, which is available as a package for Linux. On another
 * system it returns the Node.js of this process: report the version with every measurement.
 *
 * @throws {LambdaNodeMissingError} on Linux, if `npm run lambda-runtime` has not run.
 */
export function lambdaNode(): LambdaNode {
  if (process.platform !== 'linux') return { path: process.execPath, version: process.version };
  const folder = join(INSTALLED, `node-linux-${process.arch}`);
  if (!existsSync(folder)) {
    throw new LambdaNodeMissingError(
      `${folder} does not exist: run \`npm run lambda-runtime -w @snacks/handlers\` first.`,
    );
  }
  const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const version = isFields(manifest) ? String(manifest.version) : '';
  return { path: join(folder, 'bin/node'), version: `v${version}` };
}
