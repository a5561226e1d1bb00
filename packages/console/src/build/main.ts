import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

import { PAGE_FOLDER } from '../index.js';
import { apiAccess } from './api-access.js';
import { createGraph } from './graph.js';
import { layOut } from './layout.js';

const SOURCE = fileURLToPath(new URL('../../src/page/', import.meta.url));
const EXAMPLES = fileURLToPath(new URL('../../../../examples/', import.meta.url));

/** The example orders by file name, without `.json`. */
async function exampleOrders(): Promise<Readonly<Record<string, unknown>>> {
  const folder = join(EXAMPLES, 'orders');
  const files = (await readdir(folder)).filter((file) => file.endsWith('.json')).toSorted();
  const orders = await Promise.all(
    files.map(async (file): Promise<[string, unknown]> => [
      file.slice(0, -'.json'.length),
      await readJson(join(folder, file)),
    ]),
  );
  return Object.fromEntries(orders);
}

async function readJson(file: string): Promise<unknown> {
  return JSON.parse(await readFile(file, 'utf8'));
}

const target = fileURLToPath(PAGE_FOLDER);
await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });
const { metafile } = await build({
  entryPoints: { main: join(SOURCE, 'main.tsx'), style: join(SOURCE, 'style.css') },
  outdir: target,
  bundle: true,
  minify: true,
  splitting: true,
  format: 'esm',
  target: ['es2023'],
  jsx: 'automatic',
  jsxImportSource: 'preact',
  entryNames: '[name]-[hash]',
  chunkNames: '[name]-[hash]',
  metafile: true,
  legalComments: 'eof',
  logLevel: 'warning',
  define: {
    API_ACCESS: JSON.stringify(apiAccess()),
    PICTURE: JSON.stringify(layOut(createGraph())),
    EXAMPLE_ORDERS: JSON.stringify(await exampleOrders()),
    EXAMPLE_STOCK: JSON.stringify(await readJson(join(EXAMPLES, 'stock.json'))),
    EXAMPLE_PAYMENT_RULES: JSON.stringify(await readJson(join(EXAMPLES, 'payment-rules.json'))),
  },
});

/** Returns the name of the file that was built from an entry. */
function builtFrom(entry: string): string {
  const file = Object.entries(metafile.outputs).find(([, { entryPoint }]) =>
    entryPoint?.endsWith(entry),
  )?.[0];
  if (file === undefined) throw new Error(`${entry} was not built.`);
  return file.slice(file.lastIndexOf('/') + 1);
}

const html = await readFile(join(SOURCE, 'index.html'), 'utf8');
await writeFile(
  join(target, 'index.html'),
  html.replace('main.js', builtFrom('main.tsx')).replace('style.css', builtFrom('style.css')),
);
await cp(join(SOURCE, 'icon.svg'), join(target, 'icon.svg'));
