import { describe, expect, it } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';

import { MIN_BOOTSTRAP } from './deploy/preflight/account.js';
import { LOG_RETENTIONS } from './parameters.js';

/** Our code repeats these constants, because loading CDK takes a second. */
describe('CDK itself', () => {
  it('requires the bootstrap version that the preflight checks', () => {
    const app = new App({ analyticsReporting: false });
    const { stackName } = new Stack(app, 'Empty');

    const { requiresBootstrapStackVersion } = app.synth().getStackByName(stackName);

    expect(requiresBootstrapStackVersion).toBe(MIN_BOOTSTRAP);
  });

  it('has the same retention times of logs', () => {
    const finite = Object.values(RetentionDays).filter(
      (days) => typeof days === 'number' && days !== RetentionDays.INFINITE,
    );

    expect(LOG_RETENTIONS).toEqual(finite);
  });
});
