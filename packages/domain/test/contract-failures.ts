import { expect } from '@jest/globals';
import type { TestFunctions } from '../src/testing/contract-suite.js';

/** A case that failed. */
export interface ContractFailure {
  readonly guarantee: string;
  readonly error: unknown;
}

/** Runs a contract suite, and returns its failures. */
export async function failuresOf(
  suite: (functions: TestFunctions) => void,
): Promise<ContractFailure[]> {
  const cases: { guarantee: string; run: () => Promise<void> }[] = [];
  suite({
    describe: (_title, define) => define(),
    it: (guarantee, run) => cases.push({ guarantee, run }),
  });
  const failures: ContractFailure[] = [];
  for (const { guarantee, run } of cases) {
    await run().catch((error: unknown) => failures.push({ guarantee, error }));
  }
  return failures;
}

/** The limits that a contract suite gives to its runner, in milliseconds. */
export function runnerLimitsOf(suite: (functions: TestFunctions) => void): number[] {
  const limits: number[] = [];
  suite({
    describe: (_title, define) => define(),
    it: (_guarantee, _run, runnerLimit) => limits.push(runnerLimit),
  });
  return limits;
}

/** A failure with the guarantee that broke, where it is documented, and two values to compare. */
export function aBrokenGuarantee(port: string, guarantee: string): unknown {
  const reference = `See the doc comment of ${port} in @snacks/domain (REFERENCE.md#${port.toLowerCase()}).`;
  return {
    guarantee,
    error: expect.objectContaining({
      message: expect.stringMatching(
        new RegExp(`^${literally(`${port}: ${guarantee}.`)}\\n.+\\n${literally(reference)}$`),
      ),
      expected: expect.anything(),
      name: 'AssertionError',
    }),
  };
}

function literally(text: string): string {
  return text.replaceAll(/[.()]/g, '\\$&');
}
