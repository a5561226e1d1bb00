import { describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';

import { leaveOut, LEFT_OUT } from './left-out-modules.js';

/** Bundles the code in the same way as a function, and returns the bundled module. */
async function bundle(code: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: import.meta.dirname },
    bundle: true,
    platform: 'node',
    format: 'esm',
    write: false,
    logLevel: 'silent',
    plugins: [leaveOut(LEFT_OUT)],
  });
  return outputFiles.map(({ text }) => text).join('');
}

async function run(code: string): Promise<unknown> {
  return import(`data:text/javascript,${encodeURIComponent(await bundle(code))}`);
}

describe('a module that is left out of the bundles', () => {
  it.each(Object.entries(LEFT_OUT))(
    'such as %s throws an error when it is called',
    async (path, module) => {
      const call = run(
        path === 'thread-stream'
          ? `const ThreadStream = require('${path}'); new ThreadStream({});`
          : `import { ${module.exports[0]} as call } from '${path}'; call();`,
      );

      await expect(call).rejects.toMatchObject({
        code: 'NOT_BUNDLED',
        message: `${path} is not in the bundle: ${module.because}.`,
      });
    },
  );

  it('can be imported without an error', async () => {
    const code = `import { defaultProvider } from '@aws-sdk/credential-provider-node';
      export const provider = defaultProvider;`;

    expect(await run(code)).toMatchObject({ provider: expect.any(Function) });
  });

  it('fails the build on an import of an export that is not listed', async () => {
    const code = `import { other } from '@aws-sdk/credential-provider-node'; other();`;

    await expect(bundle(code)).rejects.toThrow('No matching export');
  });
});
