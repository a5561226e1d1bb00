import jestConfig from '../../jest.config.mjs';

/**
 * `npm run mutation -w @snacks/domain`: makes every mutation of the code that Stryker knows, one at a
 * time, and checks that a test fails. Tests that need the whole repository are left out.
 */
export default {
  mutate: [
    'src/{events,external-event,fulfilment,order,payment-simulator,ports,use-cases,validation}/**/*.ts',
    'src/errors.ts',
    '!src/**/*.test.ts',
  ],
  testRunner: 'jest',
  testRunnerNodeArgs: ['--experimental-vm-modules'],
  jest: {
    projectType: 'custom',
    config: {
      ...jestConfig,
      rootDir: '.',
      setupFiles: ['<rootDir>/test/fail-at-once.ts'],
      testPathIgnorePatterns: ['\\.slow\\.test\\.ts$', 'lifecycle-diagram\\.test\\.ts$'],
    },
  },
  // Stryker would rewrite its paths with an API that TypeScript 7 does not have; jest needs none of it.
  tsconfigFile: 'none',
  coverageAnalysis: 'perTest',
  // A module's constants are evaluated before any test, so each of their mutants would need all tests.
  ignoreStatic: true,
  concurrency: 1,
  // A mutant that times out counts as detected; a busy machine must not cause timeouts.
  timeoutMS: 10_000,
  // Node.js never unloads the modules of earlier runs: without a new process, memory would run out.
  maxTestRunnerReuse: 50,
  tempDirName: 'coverage/stryker',
  reporters: ['clear-text', 'json'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: 'coverage/mutation.json' },
  thresholds: { high: 95, low: 90, break: 90 },
};
