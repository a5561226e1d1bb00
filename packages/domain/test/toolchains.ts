import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isFields } from '../src/validation/field-rule.js';

/** A version of Node.js or TypeScript that consumers use. */
export interface Toolchain {
  /** Its name and version; if it is not installed, also why a test of it is skipped. */
  readonly name: string;
  /** The program, or `undefined` if it is not installed. */
  readonly path: string | undefined;
}

const OTHERS = '../toolchains/node_modules';
const DEPLOYED = '../../handlers/lambda-runtime/node_modules';
const PLATFORM = `${process.platform}-${process.arch}`;

function fileOf(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}

function toolchain(name: string, program: string, remedy: string): Toolchain {
  const path = fileOf(program);
  return existsSync(path)
    ? { name, path }
    : { name: `${name}, skipped since it is not installed: ${remedy}`, path: undefined };
}

function node(major: number, folder: string, script: string): Toolchain {
  const name = `Node.js ${major}`;
  if (process.versions.node.startsWith(`${major}.`)) return { name, path: process.execPath };
  const remedy =
    process.platform === 'linux'
      ? `npm run ${script}`
      : 'it is packaged for Linux only; run the tests on it';
  return toolchain(name, `${folder}/bin/node`, remedy);
}

function versionOf(folder: string): string {
  const manifest: unknown = JSON.parse(readFileSync(fileOf(`${folder}/package.json`), 'utf8'));
  return isFields(manifest) ? String(manifest.version) : '';
}

const REPOSITORY_COMPILER = '../../../node_modules/typescript';

/** TypeScript 5.9, which can still resolve modules as `node10`. */
export const TYPESCRIPT_5_9 = toolchain(
  'TypeScript 5.9',
  `${OTHERS}/typescript/bin/tsc`,
  'npm run toolchains -w @snacks/domain',
);

/** The compiler of this repository. */
export const REPOSITORY_TYPESCRIPT = toolchain(
  `TypeScript ${versionOf(REPOSITORY_COMPILER)}`,
  `${REPOSITORY_COMPILER}/bin/tsc`,
  'npm ci',
);

/** The compilers of consumers. */
export const COMPILERS: readonly Toolchain[] = [TYPESCRIPT_5_9, REPOSITORY_TYPESCRIPT];

/** The versions of Node.js of consumers; 24 is the one that the platform is deployed on. */
export const NODES: readonly Toolchain[] = [
  node(20, `${OTHERS}/node-20-${PLATFORM}`, 'toolchains -w @snacks/domain'),
  node(22, `${OTHERS}/node-22-${PLATFORM}`, 'toolchains -w @snacks/domain'),
  node(24, `${DEPLOYED}/node-${PLATFORM}`, 'lambda-runtime -w @snacks/handlers'),
];
