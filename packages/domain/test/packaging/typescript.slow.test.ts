import { beforeAll, describe, expect } from '@jest/globals';
import { COMPILATIONS, compileAsNode10, compileStrictly } from '../consumer-compilation.js';
import { itWithEach } from '../each-toolchain.js';
import { EmptyFolder, pack } from '../empty-folder.js';
import { STRICT_DOMAIN_CONSUMER, STRICT_DOMAIN_CONSUMER_CJS } from '../strict-consumer.js';
import { REPOSITORY_TYPESCRIPT, TYPESCRIPT_5_9 } from '../toolchains.js';

let folder: EmptyFolder;

beforeAll(async () => {
  folder = await EmptyFolder.with(await pack(), 'module');
  folder.write('consumer.ts', STRICT_DOMAIN_CONSUMER);
  folder.write('consumer.cts', STRICT_DOMAIN_CONSUMER_CJS);
  folder.write('root.cts', `import { hasCode } from '@snacks/domain';\nexport { hasCode };\n`);
  folder.write('subpath.cts', `export { isOrderEvent } from '@snacks/domain/events';\n`);
}, 60_000);

describe('a strict consumer of the domain', () => {
  itWithEach(
    COMPILATIONS,
    (name) => `compiles every entry point, as ES module and as CommonJS, with ${name}`,
    async (compiler, { resolution }) => {
      await compileStrictly(folder, compiler, resolution, ['consumer.ts', 'consumer.cts']);
    },
  );
});

describe('resolution as node10, which is not supported', () => {
  itWithEach(
    [TYPESCRIPT_5_9],
    (name) => `compiles an import of the root with ${name}`,
    async (compiler) => {
      await compileAsNode10(folder, compiler, ['root.cts']);
    },
  );

  itWithEach(
    [TYPESCRIPT_5_9],
    (name) => `names the settings that find a subpath, with ${name}`,
    async (compiler) => {
      await expect(compileAsNode10(folder, compiler, ['subpath.cts'])).rejects.toThrow(
        /error TS2307: Cannot find module '@snacks\/domain\/events'.*\n.*Consider updating to 'node16', 'nodenext', or 'bundler'/,
      );
    },
  );

  itWithEach(
    [REPOSITORY_TYPESCRIPT],
    (name) => `is no longer an option of ${name}`,
    async (compiler) => {
      await expect(compileAsNode10(folder, compiler, ['root.cts'])).rejects.toThrow(
        /moduleResolution.*node10/,
      );
    },
  );
});
