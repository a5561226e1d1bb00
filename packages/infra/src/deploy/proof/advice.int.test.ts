import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { provablePlatform } from '../../../test/provable-platform.js';

/** The prefixes of the header in which the JSON protocols name a service. */
const TARGETS: Readonly<Record<string, string>> = {
  dynamodb: 'DynamoDB_20120810',
  events: 'AWSEvents',
  logs: 'Logs_20140328',
  sqs: 'AmazonSQS',
};

/** Commands of the AWS CLI that are not operations, and the operations that they call. */
const CALLS: Readonly<Record<string, string>> = { 'logs tail': 'filter-log-events' };

/** Every command of the AWS CLI that the proof may print. */
async function advisedCommands(): Promise<string[]> {
  const files = await readdir(import.meta.dirname);
  const sources = await Promise.all(
    files
      .filter((file) => !file.endsWith('.test.ts'))
      .map(async (file) => readFile(join(import.meta.dirname, file), 'utf8')),
  );
  const names = sources.join('\n').matchAll(/aws (\w+) ([\w-]+)|this\.command\('([\w-]+)'\)/g);
  const commands = Array.from(names, ([, service, name, item]) =>
    item === undefined ? `${service} ${name}` : `dynamodb ${item}`,
  );
  return [...new Set(commands)];
}

let platform: Awaited<ReturnType<typeof provablePlatform>>;

beforeAll(async () => {
  platform = await provablePlatform();
});

afterAll(async () => {
  await platform.close();
});

describe('every AWS command that the proof advises', () => {
  it('is also supported by the local platform', async () => {
    const commands = await advisedCommands();
    const unknown: string[] = [];
    for (const command of commands) {
      const [service = '', name = ''] = command.split(' ');
      const operation = (CALLS[command] ?? name).replaceAll(
        /(?:^|-)(\w)/g,
        (_all, letter: string) => letter.toUpperCase(),
      );
      const response = await fetch(platform.server.url, {
        method: 'POST',
        headers: { 'x-amz-target': `${TARGETS[service]}.${operation}` },
        body: '{}',
      });
      if (/Unsupported (service|operation)/.test(await response.text())) unknown.push(command);
    }

    expect(commands.length).toBeGreaterThan(6);
    expect(unknown).toEqual([]);
  });
});
