import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { EmptyFolder, pack } from '../empty-folder.js';

const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

const SNIPPETS = Array.from(README.matchAll(/```ts\n(.*?)```/gs), ([, code = ''], index) => ({
  code,
  title: README.slice(0, README.indexOf(code))
    .match(/^## .*$/gm)
    ?.at(-1)
    ?.slice(3),
  module: `snippet-${index + 1}`,
}));

function expectedOutput(code: string): string {
  return Array.from(code.matchAll(/\/\/ prints: (.*)/g), ([, line]) => `${line}\n`).join('');
}

let folder: EmptyFolder;

beforeAll(async () => {
  folder = await EmptyFolder.with(await pack(), 'module');
  folder.link('@types', 'undici-types');
  for (const { module, code } of SNIPPETS) folder.write(`${module}.ts`, code);
  const options = { module: 'nodenext', target: 'es2023', strict: true, types: ['node'] };
  folder.write('tsconfig.json', JSON.stringify({ compilerOptions: options }));
  await folder.compile();
}, 60_000);

describe('the snippets of the README', () => {
  it.each(SNIPPETS)(
    'print the output in their comments: $title ($module)',
    async ({ module, code }) => {
      const printed = await folder.run(process.execPath, [`${module}.js`]);

      // A snippet with tests prints a report; it passes if the program succeeds.
      expect(code.includes('node:test') ? '' : printed).toBe(expectedOutput(code));
    },
  );
});

describe('two copies of the package in one process', () => {
  it('recognise each other’s errors, orders and events', async () => {
    folder.write(
      'two-copies.mjs',
      `import { createRequire } from 'node:module';
       import * as esm from '@snacks/domain';
       import * as esmTesting from '@snacks/domain/testing';
       const require = createRequire(import.meta.url);
       const cjs = require('@snacks/domain');
       const cjsTesting = require('@snacks/domain/testing');
       const copies = [[esm, esmTesting, cjs], [cjs, cjsTesting, esm]];
       for (const [mine, { aNewOrder, aChangeBy, anOrderId }, other] of copies) {
         const order = aNewOrder();
         const { events } = aChangeBy('cancel', order);
         const error = new mine.OrderConflictError(order.orderId, 'claim', 'CANCELLED');
         console.log(
           mine !== other,
           error instanceof other.OrderConflictError,
           other.hasCode(error, 'ORDER_CONFLICT'),
           other.isOrderEvent(events[0]),
           other.cancel(order, { now: 0, actor: 'a', correlationId: 'c' }).order.status,
         );
       }
       console.log(esmTesting.anOrderId() === cjsTesting.anOrderId());`,
    );

    const printed = await folder.run(process.execPath, ['two-copies.mjs']);

    expect(printed).toBe('true false true true CANCELLED\n'.repeat(2) + 'false\n');
  });
});
