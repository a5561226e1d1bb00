import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { buildBundle } from './build-bundle.js';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bundle-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** The code of the bundle in which the file takes the place of an import. */
async function bundleWith(path: string): Promise<string> {
  const file = join(folder, 'replacement.js');
  await writeFile(file, "export const dynamoDbOrders = () => { throw new Error('replaced'); };");
  const { files } = await buildBundle('order-reader', { folder, replacements: { [path]: file } });
  return files.find((one) => one.path.endsWith('.mjs'))?.text ?? '';
}

describe('a bundle with a replacement', () => {
  it('has it in place of the module that the entry imports', async () => {
    const code = await bundleWith('../composition/dynamodb-orders.js');

    expect(code).toContain('Error("replaced")');
    expect(code).not.toContain('stored order cannot be read');
  });

  it('is not built where the entry does not import the module', async () => {
    await expect(bundleWith('../composition/elsewhere.js')).rejects.toThrow(
      'The entry does not import ../composition/elsewhere.js.',
    );
  });
});
