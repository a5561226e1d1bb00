import { describe, expect, it } from '@jest/globals';

import { checkTools, type Tools } from './tools.js';

const READY: Tools = { node: '20.19.0', cdk: '2.1', interactive: true };

function next(tools: Partial<Tools>, asks = true): string[] {
  return checkTools({ ...READY, ...tools }, asks).flatMap((finding) =>
    finding.status === 'failed' ? [finding.next] : [],
  );
}

describe('the tools', () => {
  it('pass if they are installed', () => {
    expect(checkTools(READY, true).map(({ text }) => text)).toEqual(['Node.js 20.19.0', 'CDK 2.1']);
  });

  it.each(['18.20.1', '20.18.3'])('fail with Node.js %s, which is too old', (node) => {
    expect(next({ node })).toEqual(['nvm install 24']);
  });

  it.each(['20.19.1', '22.0.0', '24.1.0'])('pass with Node.js %s', (node) => {
    expect(next({ node })).toEqual([]);
  });

  it('fail without CDK', () => {
    expect(next({ cdk: undefined })).toEqual(['npm ci']);
  });

  it('fail without an interactive terminal if the deployment asks for confirmations', () => {
    expect(next({ interactive: false })).toEqual(['npm run ship -- --yes']);
    expect(next({ interactive: false }, false)).toEqual([]);
  });
});
