import { describe, expect, it } from '@jest/globals';

import { Output } from './output.js';

function anOutput(isTTY: boolean) {
  const said: string[] = [];
  return { output: new Output({ write: (text) => said.push(text), isTTY }), said };
}

describe('progress', () => {
  it('has a line of its own on a terminal, which the next line takes', () => {
    const { output, said } = anOutput(true);

    output.progress('1 s');
    output.progress('2 s');
    output.seen('there');

    expect(said).toEqual(['\r\u001B[K  … 1 s', '\r\u001B[K  … 2 s', '\r\u001B[K  ✓ there\n']);
  });

  it('is told every 30 seconds elsewhere', () => {
    const { output, said } = anOutput(false);

    for (const now of [100_000, 110_000, 130_000]) output.progress(`at ${now}`, now);

    expect(said).toEqual(['  … at 100000\n', '  … at 130000\n']);
  });
});
