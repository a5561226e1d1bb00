import { execFile } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';

import { templateOf, type Synthesised } from '../synthesised.js';

const EXAMPLE = new URL('../../../../examples/consumers/lambda/', import.meta.url);

const execute = promisify(execFile);

/** The example of a deployed consumer, as `cdk deploy` would get it. */
export interface BuiltConsumer {
  readonly stack: Synthesised;
  /** The folder of the deployed code. */
  readonly bundle: string;
}

/**
 * Bundles the function of the example, and synthesises its stack for a stage, in an empty folder. The
 * folder is in this package, so that imports resolve.
 */
export async function buildReceiptArchive(folder: URL, stage: string): Promise<BuiltConsumer> {
  await mkdir(folder, { recursive: true });
  const bundle = fileURLToPath(new URL('bundle', folder));
  await execute(process.execPath, [fileURLToPath(new URL('bundle.mjs', EXAMPLE)), bundle]);
  const app = fileURLToPath(new URL('app.mjs', folder));
  await build({
    entryPoints: [fileURLToPath(new URL('stack/app.ts', EXAMPLE))],
    outfile: app,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
  });
  const output = new URL('cdk.out/', folder);
  await execute(process.execPath, [app], {
    cwd: fileURLToPath(folder),
    env: {
      PATH: process.env.PATH,
      CDK_OUTDIR: fileURLToPath(output),
      CDK_CONTEXT_JSON: JSON.stringify({ ...(await cdkContext()), stage }),
    },
  });
  const template = await readFile(new URL(`ReceiptArchive-${stage}.template.json`, output), 'utf8');
  return { stack: templateOf(JSON.parse(template)), bundle };
}

async function cdkContext(): Promise<object> {
  const { context } = JSON.parse(await readFile(new URL('cdk.json', EXAMPLE), 'utf8'));
  return context;
}

/** One of the messages of the example, as AWS documents them. */
export async function documentedMessage(name: string): Promise<Readonly<Record<string, unknown>>> {
  return JSON.parse(await readFile(new URL(`messages/${name}.json`, EXAMPLE), 'utf8'));
}
