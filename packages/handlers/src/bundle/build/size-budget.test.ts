import { describe, expect, it } from '@jest/globals';

import { assertWithinBudget } from './size-budget.js';

const OUTPUT = {
  bytes: 10_240,
  imports: [],
  exports: [],
  inputs: {
    '../../node_modules/pino/pino.js': { bytesInOutput: 1_024 },
    '../../node_modules/@smithy/core/a.js': { bytesInOutput: 2_048 },
    '../../node_modules/@smithy/core/b.js': { bytesInOutput: 4_096 },
    'dist/topology/topology.js': { bytesInOutput: 3_072 },
  },
};

describe('the budget of a bundle', () => {
  it('accepts a bundle of exactly its size', () => {
    expect(() => assertWithinBudget('order-relay', OUTPUT, 10)).not.toThrow();
  });

  it('reports the function, its size and the largest packages if it is exceeded', () => {
    expect(() => assertWithinBudget('order-relay', OUTPUT, 9)).toThrow(
      [
        'order-relay has 10.0 KB, its budget is 9 KB: it is 1024 bytes too large. Largest in it:',
        '      6.0 KB  ../../node_modules/@smithy/core',
        '      3.0 KB  dist/topology/topology.js',
        '      1.0 KB  ../../node_modules/pino',
      ].join('\n'),
    );
  });
});
