import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';

import { topology } from '../../topology/topology.js';
import { FunctionProcess } from './function-process.js';
import { lambdaEnvironment } from './lambda-environment.js';
import { lambdaNode } from './lambda-node.js';

const cleanUps: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

async function start(code: string, timeout = 10_000): Promise<FunctionProcess> {
  const taskRoot = await mkdtemp(join(tmpdir(), 'function-'));
  cleanUps.push(async () => rm(taskRoot, { recursive: true }));
  await writeFile(join(taskRoot, 'index.mjs'), code);
  const environment = lambdaEnvironment('order-relay');
  const instance = await FunctionProcess.start({
    node: lambdaNode(),
    taskRoot,
    environment,
    timeout,
  });
  cleanUps.unshift(async () => instance.stop());
  return instance;
}

describe("a function's process", () => {
  it('runs on the Node.js version of the topology on Linux, where it is a package', async () => {
    const version = await start(
      "export const handler = async () => process.version.split('.')[0];",
    );

    const { body } = await version.invoke({});

    const expected = process.platform === 'linux' ? `v${topology.node}` : process.version;
    expect(expected.startsWith(String(body))).toBe(true);
  });

  it('keeps its loaded modules from one event to the next', async () => {
    const counter = await start('let n = 0; export const handler = async () => (n += 1);');

    expect(await counter.invoke({})).toEqual({ ok: true, body: 1 });
    expect(await counter.invoke({})).toEqual({ ok: true, body: 2 });
  });

  it('gets the request id, the function and the deadline', async () => {
    const code = `export const handler = async (event, context) => ({
      event, id: context.awsRequestId, name: context.functionName,
      left: context.getRemainingTimeInMillis() > 0, trace: process.env._X_AMZN_TRACE_ID });`;

    const { body } = await (await start(code)).invoke({ n: 1 }, 'request-1');

    expect(body).toEqual({
      event: { n: 1 },
      id: 'request-1',
      name: 'order-relay',
      left: true,
      trace: expect.stringMatching(/^Root=1-/),
    });
  });

  it('returns the error that the handler throws, and handles the next event', async () => {
    const code = `export const handler = async (event) => {
      if (event.bad) throw new RangeError('too much');
      return 'fine';
    };`;
    const instance = await start(code);

    const failed = await instance.invoke({ bad: true });

    expect(failed).toMatchObject({
      ok: false,
      body: { errorType: 'RangeError', errorMessage: 'too much' },
    });
    expect(await instance.invoke({})).toEqual({ ok: true, body: 'fine' });
  });

  it('accepts no second event before the first one has ended', async () => {
    const instance = await start('export const handler = async () => 1;');

    const first = instance.invoke({});

    await expect(instance.invoke({})).rejects.toThrow('The function is busy.');
    expect(await first).toEqual({ ok: true, body: 1 });
  });

  it('does not start without a handler', async () => {
    await expect(start('export const other = 1;')).rejects.toThrow(
      'The function did not start: index.handler is undefined or not exported',
    );
  });

  it('fails if it exits during an event, and reports its output', async () => {
    const code = `export const handler = async () => { console.log('last words'); process.exit(3); };`;

    await expect((await start(code)).invoke({})).rejects.toThrow('last words');
  });

  it('fails if it does not respond in time', async () => {
    const code = `setInterval(() => {}, 1_000);
      export const handler = () => new Promise(() => {});`;
    const instance = await start(code, 500);

    await expect(instance.invoke({})).rejects.toThrow('No response within 500 ms');
  });
});
