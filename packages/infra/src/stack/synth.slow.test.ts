import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const run = promisify(execFile);
const CDK = join(
  dirname(createRequire(import.meta.url).resolve('aws-cdk/package.json')),
  'bin/cdk',
);
const MAIN = join(import.meta.dirname, '../../dist/main.js');

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'snacks-synth-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** Runs `cdk synth` without AWS credentials, and without the environment of this machine. */
async function synth(...parameters: readonly string[]) {
  const output = join(folder, 'cdk.out');
  const flags = parameters.flatMap((parameter) => ['-c', parameter]);
  return run(
    process.execPath,
    [CDK, 'synth', '--quiet', '--app', `${process.execPath} ${MAIN}`, '--output', output, ...flags],
    {
      cwd: folder,
      env: { PATH: process.env.PATH, HOME: folder, CDK_DISABLE_CLI_TELEMETRY: 'true' },
    },
  );
}

describe('cdk synth, without an account', () => {
  it('writes the template of the default stage, without findings', async () => {
    await synth();

    expect(await readdir(join(folder, 'cdk.out'))).toContain('ServerlessSnacksStack.template.json');
  });

  it('writes the template of another stage', async () => {
    await synth('stage=prod', 'alarmEmail=ops@example.com');

    expect(await readdir(join(folder, 'cdk.out'))).toContain(
      'ServerlessSnacksStack-prod.template.json',
    );
  });

  it.each([
    ['stage=Wrong', 'stage must be 1 to 12 lower-case letters'],
    ['stage=prod', 'alarmEmail is missing'],
    ['queueRetentionDays=0', 'queueRetentionDays must be a whole number from 1 to 14, not "0"'],
    ['retention=4', 'Unknown parameter retention. Valid parameters: stage'],
  ])('rejects %s and says what to do, without a stack trace', async (parameter, message) => {
    const failure = synth(parameter);

    await expect(failure).rejects.toMatchObject({
      stderr: expect.stringContaining(message),
    });
    await expect(failure).rejects.toMatchObject({ stderr: expect.not.stringContaining('    at ') });
  });
});
