import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { publint } from 'publint';
import { COMPILATIONS, compileStrictly } from '../../../domain/test/consumer-compilation.js';
import { itWithEach } from '../../../domain/test/each-toolchain.js';
import { EmptyFolder } from '../../../domain/test/empty-folder.js';
import { NODES } from '../../../domain/test/toolchains.js';
import { packWithDependencies } from '../packed-packages.js';

let tarballs: readonly string[];

beforeAll(async () => {
  tarballs = await packWithDependencies();
}, 60_000);

describe('the packed package', () => {
  it('passes publint', async () => {
    const pkgDir = fileURLToPath(new URL('../..', import.meta.url));

    expect((await publint({ pkgDir, strict: true })).messages).toEqual([]);
  });

  it('has the right types for every way to import it', async () => {
    const cli = createRequire(import.meta.url).resolve('@arethetypeswrong/cli/package.json');
    const folder = await EmptyFolder.with([], 'module');

    const report = await folder.run(process.execPath, [
      join(cli, '../dist/index.js'),
      '--profile',
      'node16',
      '--format',
      'json',
      tarballs[0] ?? '',
    ]);

    expect(JSON.parse(report)).toMatchObject({ analysis: { problems: {} } });
  });
});

/** The same module as CommonJS. */
function asCommonJs(code: string): string {
  return code
    .replaceAll(/^import (\{[^}]+\}) from ('[^']+');$/gm, 'const $1 = require($2);')
    .replaceAll('.mjs', '.cjs')
    .replace(/^export class (\w+)([^]*)$/m, 'class $1$2\nmodule.exports = { $1 };\n');
}

describe('the test of another team, with both packages in an empty folder', () => {
  const example = new URL('../../../../examples/consumers/memory/', import.meta.url);

  itWithEach(
    NODES,
    (name) => `places an order and gets its event from a rule, as ES module on ${name}`,
    async (node) => {
      const service = await EmptyFolder.with(tarballs, 'module');
      service.copyExample('memory');

      const report = await service.run(node, ['--test', '--test-reporter=tap']);

      expect(report).toMatch(/^# pass 1$/m);
      expect(report).toMatch(/^# fail 0$/m);
    },
  );

  itWithEach(
    NODES,
    (name) => `places an order and gets its event from a rule, as CommonJS on ${name}`,
    async (node) => {
      const service = await EmptyFolder.with(tarballs, 'commonjs');
      for (const module of ['welcome-mails', 'welcome-mails.test']) {
        const code = readFileSync(new URL(`${module}.mjs`, example), 'utf8');
        service.write(`${module}.cjs`, asCommonJs(code));
      }

      const report = await service.run(node, ['--test', '--test-reporter=tap']);

      expect(report).toMatch(/^# pass 1$/m);
      expect(report).toMatch(/^# fail 0$/m);
    },
  );
});

describe('a strict consumer of the adapters', () => {
  let folder: EmptyFolder;

  beforeAll(async () => {
    folder = await EmptyFolder.with(tarballs, 'module');
    folder.write('consumer.ts', STRICT_CONSUMER);
    folder.write('consumer.cts', STRICT_CONSUMER_CJS);
  }, 60_000);

  itWithEach(
    COMPILATIONS,
    (name) => `compiles as ES module and as CommonJS with ${name}`,
    async (compiler, { resolution }) => {
      await compileStrictly(folder, compiler, resolution, ['consumer.ts', 'consumer.cts']);
    },
  );
});

const STRICT_CONSUMER = `
import { InMemoryEventBus, InMemoryOrderRepository, ManualClock, SeededIdGenerator, type Target } from '@snacks/adapters-memory';
import type { EventPublisher, OrderRepository } from '@snacks/domain/ports';
import { PlaceOrder } from '@snacks/domain/use-cases';

const clock = new ManualClock(0);
const ids = new SeededIdGenerator(1);
export const orders: OrderRepository = new InMemoryOrderRepository(clock);
export const bus: EventPublisher = new InMemoryEventBus({ name: 'orders', clock, ids });
export const useCase = new PlaceOrder(orders, ids, clock);
export const target: Target = { name: 'target', deliver: ({ detail }) => void detail };

// @ts-expect-error: the types are read, so a wrong one does not compile
new ManualClock('noon');
`;

const STRICT_CONSUMER_CJS = `
import memory = require('@snacks/adapters-memory');
import ports = require('@snacks/domain/ports');

const clock: ports.Clock = new memory.ManualClock(0);
const orders: ports.OrderRepository = new memory.InMemoryOrderRepository(clock);
// @ts-expect-error: the types are read, so a wrong one does not compile
new memory.ManualClock('noon');
export = { clock, orders };
`;
