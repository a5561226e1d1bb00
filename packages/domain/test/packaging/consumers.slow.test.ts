import { createRequire } from 'node:module';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { publint } from 'publint';
import { fileURLToPath } from 'node:url';
import { EmptyFolder, pack } from '../empty-folder.js';
import { itWithEach } from '../each-toolchain.js';
import { NODES } from '../toolchains.js';

/** The maximum size of a minified browser bundle that prices and validates orders, in bytes. */
const MAX_BROWSER_BYTES = 8_000;

/** The maximum size of the same bundle as it is sent, compressed by gzip, in bytes. */
const MAX_BROWSER_GZIP_BYTES = 3_000;

let tarball: string;

beforeAll(async () => {
  tarball = await pack();
}, 60_000);

describe('the packed package', () => {
  it('passes publint', async () => {
    const { messages } = await publint({
      pkgDir: fileURLToPath(new URL('../..', import.meta.url)),
      strict: true,
    });

    expect(messages).toEqual([]);
  });

  it('has the right types for every way to import it', async () => {
    const cli = createRequire(import.meta.url).resolve('@arethetypeswrong/cli/package.json');
    const folder = await EmptyFolder.with(tarball, 'module');

    const report = await folder.run(process.execPath, [
      join(cli, '../dist/index.js'),
      '--profile',
      'node16',
      '--format',
      'json',
      tarball,
    ]);

    expect(JSON.parse(report)).toMatchObject({ analysis: { problems: {} } });
  }, 60_000);
});

describe('another service in an empty folder', () => {
  describe('as an ES module', () => {
    let service: EmptyFolder;

    beforeAll(async () => {
      service = await EmptyFolder.with(tarball, 'module');
      service.copyExample('esm');
      await service.compile();
    }, 60_000);

    itWithEach(
      NODES,
      (name) => `reacts to processed orders with their types, and refuses broken ones, on ${name}`,
      async (node) => {
        expect(await service.run(node, ['dist/main.js'])).toBe(
          'John Doe has 9 points.\nRefused: FIELD_INVALID, FIELD_INVALID.\n',
        );
      },
    );
  });

  it('compiles and passes its tests as a deployed function with a stack of its own', async () => {
    const service = await EmptyFolder.with(tarball, 'module');
    service.copyExample('lambda');
    service.link('@aws-sdk', '@types', 'aws-cdk-lib', 'constructs', 'undici-types');
    await service.compile();

    const report = await service.run(process.execPath, [
      '--test',
      '--test-reporter=tap',
      'dist/src/create-handler.test.js',
      'dist/stack/receipt-archive-stack.test.js',
    ]);

    expect(report).toMatch(/^# pass [1-9]/m);
    expect(report).toMatch(/^# fail 0$/m);
  }, 120_000);

  itWithEach(
    NODES,
    (name) => `runs the contract suite on its own adapter, as CommonJS on ${name}`,
    async (node) => {
      const service = await EmptyFolder.with(tarball, 'commonjs');
      service.copyExample('cjs');

      const report = await service.run(node, ['--test', '--test-reporter=tap']);

      expect(report).toMatch(/^# pass [1-9]/m);
      expect(report).toMatch(/^# fail 0$/m);
    },
  );

  it('prices and validates an order in a browser with a few kilobytes', async () => {
    const page = await EmptyFolder.with(tarball, 'module');
    page.copyExample('browser');

    // For a browser, esbuild refuses every import of a module of Node.js.
    const { outputFiles } = await build({
      entryPoints: [join(page.path, 'checkout.js')],
      bundle: true,
      minify: true,
      platform: 'browser',
      format: 'iife',
      globalName: 'checkout',
      write: false,
    });
    const text = outputFiles[0]?.text ?? '';
    const items = `[{ name: 'Chips', quantity: 2, price: 3.99 }, { name: 'Soda', quantity: 1, price: 1.99 }]`;
    const response: unknown = runInNewContext(`${text}
      JSON.stringify({
        total: checkout.total(${items}),
        sound: checkout.errorsOf({ customerName: 'John Doe', snackItems: ${items}, totalAmount: 9.97 }),
        unsound: checkout.errorsOf({ customerName: '', snackItems: ${items}, totalAmount: 9.97 }).map(({ field }) => field),
        wrong: checkout.errorsOf({ customerName: 'John Doe', snackItems: ${items}, totalAmount: 1 }).map(({ code }) => code),
      })`);

    expect(JSON.parse(String(response))).toEqual({
      total: 9.97,
      sound: [],
      unsound: ['customerName'],
      wrong: ['TOTAL_MISMATCH'],
    });
    const bytes = Buffer.byteLength(text);
    const compressed = gzipSync(text).byteLength;
    process.stdout.write(
      `A browser runs ${bytes} bytes of the domain, and loads ${compressed} as gzip.\n`,
    );
    expect(bytes).toBeLessThanOrEqual(MAX_BROWSER_BYTES);
    expect(compressed).toBeLessThanOrEqual(MAX_BROWSER_GZIP_BYTES);
  }, 60_000);
});
