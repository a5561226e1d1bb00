import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const DEPLOYED = fileURLToPath(
  new URL(
    `../../handlers/lambda-runtime/node_modules/node-${process.platform}-${process.arch}/bin/node`,
    import.meta.url,
  ),
);

/**
 * The Node.js of this process and, if `npm run lambda-runtime -w @snacks/handlers` has installed it, the
 * one that the platform is deployed on. It is packaged for Linux only.
 */
export const NODES: readonly { readonly name: string; readonly path: string }[] = [
  { name: process.version, path: process.execPath },
  ...(existsSync(DEPLOYED) ? [{ name: 'that is deployed', path: DEPLOYED }] : []),
];
