import { describe, expect, it } from '@jest/globals';

import { Output } from './output.js';

function anOutput(isTTY: boolean) {
  const written: string[] = [];
  return { output: new Output({ write: (text) => written.push(text), isTTY }), written };
}

describe('progress', () => {
  it('has one line on a terminal, which the next output overwrites', () => {
    const { output, written } = anOutput(true);

    output.progress('1 s');
    output.progress('2 s');
    output.passed('there');

    expect(written).toEqual(['\r\u001B[K  … 1 s', '\r\u001B[K  … 2 s', '\r\u001B[K  ✓ there\n']);
  });

  it('is printed every 30 seconds elsewhere', () => {
    const { output, written } = anOutput(false);

    output.step('Proof');
    const start = Date.now();
    for (const after of [0, 31_000, 40_000, 61_000]) output.progress(`${after}`, start + after);

    expect(written).toEqual(['\nProof\n', '  … 31000\n', '  … 61000\n']);
  });
});
