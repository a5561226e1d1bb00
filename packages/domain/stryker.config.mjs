import jestConfig from '../../jest.config.mjs';

/**
 * `npm run mutation -w @snacks/domain`: breaks the code in every way that Stryker knows, one at a
 * time, and sees whether a test fails. What needs the whole repository around it is left out.
 */
export default {
  mutate: [
    'src/{events,external-event,fulfilment,order,payment-simulator,ports,use-cases}/**/*.ts',
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
      testPathIgnorePatterns: ['\\.int\\.test\\.ts$', 'lifecycle-diagram\\.test\\.ts$'],
    },
  },
  // Nothing compiles the sandbox, and TypeScript 7 has no API to rewrite its paths with.
  tsconfigFile: 'none',
  coverageAnalysis: 'perTest',
  // A constant of the module is set before any test: its mutants would cost a run of all tests each.
  ignoreStatic: true,
  concurrency: 1,
  // A mutant counts as caught when it hangs; a busy machine is not to count for it.
  timeoutMS: 10_000,
  // Modules of earlier runs are never let go: without a fresh process now and then, memory runs out.
  maxTestRunnerReuse: 50,
  tempDirName: 'coverage/stryker',
  reporters: ['clear-text', 'json'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: 'coverage/mutation.json' },
  thresholds: { high: 95, low: 90, break: 90 },
};
