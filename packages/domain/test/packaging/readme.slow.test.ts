import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { EmptyFolder, pack, packAsWritten } from '../empty-folder.js';
import { commandsOf, snippetsOf } from '../readme-snippets.js';

const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

const SNIPPETS = snippetsOf(README);

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
    async ({ module, code, output }) => {
      const printed = await folder.run(process.execPath, [`${module}.js`]);

      // A snippet with tests prints a report; it passes if the program succeeds.
      expect(code.includes('node:test') ? '' : printed).toBe(output);
    },
  );
});

describe('the commands of the README', () => {
  it('pack the package and install it in another project', async () => {
    const [packing = ''] = commandsOf(README, 'npm pack');
    const [installing = ''] = commandsOf(README, 'npm install');
    const project = await EmptyFolder.with([], 'module');

    project.copyAll(await packAsWritten(packing));
    await project.installAsWritten(installing);

    const printed = await project.run(process.execPath, [
      '--input-type=module',
      '--eval',
      `import { hasCode } from '@snacks/domain'; console.log(typeof hasCode);`,
    ]);
    expect(printed).toBe('function\n');
  });
});

describe('two copies of the package in one process', () => {
  it('recognise each other’s errors, orders and events', async () => {
    folder.write(
      'two-copies.mjs',
      `import { createRequire } from 'node:module';
       import * as esm from '@snacks/domain';
       import * as esmEvents from '@snacks/domain/events';
       import * as esmTesting from '@snacks/domain/testing';
       const require = createRequire(import.meta.url);
       const cjs = require('@snacks/domain');
       const cjsEvents = require('@snacks/domain/events');
       const cjsTesting = require('@snacks/domain/testing');
       const copies = [[esm, esmTesting, cjs, cjsEvents], [cjs, cjsTesting, esm, esmEvents]];
       for (const [mine, { aNewOrder, aChangeBy, anEnvelopeOf }, other, otherEvents] of copies) {
         const order = aNewOrder();
         const { events } = aChangeBy('cancel', order);
         const error = new mine.OrderConflictError(order.orderId, 'claim', 'CANCELLED');
         console.log(
           mine !== other,
           error instanceof other.OrderConflictError,
           other.hasCode(error, 'ORDER_CONFLICT'),
           otherEvents.readBusEvent(anEnvelopeOf(events[0])).event !== undefined,
           other.cancel(order, { now: 0, actor: 'a', correlationId: 'c' }).order.status,
         );
       }
       console.log(esmTesting.anOrderId() === cjsTesting.anOrderId());`,
    );

    const printed = await folder.run(process.execPath, ['two-copies.mjs']);

    expect(printed).toBe('true false true true CANCELLED\n'.repeat(2) + 'false\n');
  });
});
