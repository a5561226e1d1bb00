import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isFields } from '@snacks/domain';

/** The Node.js that a function runs on. */
export interface LambdaNode {
  readonly path: string;
  readonly version: string;
}

/** A folder of its own: among the other packages, its `node` would be that of every script. */
const INSTALLED = fileURLToPath(new URL('../../../lambda-runtime/node_modules', import.meta.url));

/** The Node.js of the deployed runtime was not installed. */
export class LambdaNodeMissingError extends Error {
  readonly code = 'LAMBDA_NODE_MISSING';
  override readonly name = 'LambdaNodeMissingError';
}

/**
 * The Node.js of the deployed runtime, which comes as a package for Linux. On another system it is
 * the Node.js of this process: name its version wherever it matters which one it was.
 *
 * @throws {LambdaNodeMissingError} on Linux, where `npm run lambda-runtime` did not run.
 */
export function lambdaNode(): LambdaNode {
  if (process.platform !== 'linux') return { path: process.execPath, version: process.version };
  const folder = join(INSTALLED, `node-linux-${process.arch}`);
  if (!existsSync(folder)) {
    throw new LambdaNodeMissingError(
      `${folder} is not there: run \`npm run lambda-runtime -w @snacks/handlers\` first.`,
    );
  }
  const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const version = isFields(manifest) ? String(manifest.version) : '';
  return { path: join(folder, 'bin/node'), version: `v${version}` };
}
