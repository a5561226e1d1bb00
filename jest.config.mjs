// The AWS SDK warns in every test run that its support of Node 20 ends. README.md recommends Node 22.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

/** Whether the slow tests are run, and nothing else. */
const SLOW = process.env.TEST_KIND === 'slow';

/**
 * One configuration for every package: jest runs native ES modules, swc strips the types.
 * `scripts/test.mjs` runs it with `--rootDir` set to the package.
 */
export default {
  testEnvironment: 'node',
  // No test is about time: this ends one that hangs, also on a machine that is busy.
  testTimeout: 60_000,
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  testMatch: [`<rootDir>/{src,test}/**/*${SLOW ? '.slow' : ''}.test.ts`],
  testPathIgnorePatterns: ['/node_modules/', ...(SLOW ? [] : ['[.]slow[.]test[.]ts$'])],
  collectCoverageFrom: ['src/**/*.ts', '!src/**/index.ts'],
  coverageProvider: 'babel',
  coverageReporters: ['text-summary'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: {
            legacyDecorator: true,
            decoratorMetadata: false,
            useDefineForClassFields: true,
          },
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
};
