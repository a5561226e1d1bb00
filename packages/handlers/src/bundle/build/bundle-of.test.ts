import { tmpdir } from 'node:os';
import { describe, expect, it } from '@jest/globals';

import { bundleOf } from './bundle-of.js';

describe('the bundle of a function', () => {
  it('names the command that builds it if it is missing', () => {
    expect(() => bundleOf('order-relay', tmpdir())).toThrow(
      'order-relay is not bundled: run `npm run bundle` first.',
    );
  });
});
