import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { readCatalogueFile, readPaymentRulesFile, readStockFile } from './fulfilment-files.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'snacks-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function aFile(text: string): string {
  const path = join(folder, 'file.json');
  writeFileSync(path, text);
  return path;
}

function example(name: string): string {
  return fileURLToPath(new URL(`../../../../examples/${name}`, import.meta.url));
}

describe('a stock file', () => {
  it('maps snacks to their pieces', () => {
    expect(readStockFile(aFile('{"Chips":50,"Soda":0}'))).toEqual(
      new Map([
        ['Chips', 50],
        ['Soda', 0],
      ]),
    );
    expect(readStockFile(example('stock.json')).size).toBeGreaterThan(0);
  });

  it.each(['{', '{}', '[1]', '7', '{"Chips":-1}', '{"Chips":"50"}', '{"Chips":5,"Soda":1.5}'])(
    'is refused with other content: %s',
    (text) => {
      const path = aFile(text);

      expect(() => readStockFile(path)).toThrow(path);
    },
  );
});

describe('a catalogue file', () => {
  it('maps snacks to their prices', () => {
    expect(readCatalogueFile(aFile('{" Chips":3.99,"Soda":0}'))).toEqual([
      { name: 'Chips', price: 399 },
      { name: 'Soda', price: 0 },
    ]);
    expect(readCatalogueFile(example('catalogue.json')).length).toBeGreaterThan(0);
  });

  it.each(['{', '{}', '[1]', '7', '{"Chips":-1}', '{"Chips":"3.99"}', '{"":1}', '{"Chips":0.001}'])(
    'is refused with other content: %s',
    (text) => {
      const path = aFile(text);

      expect(() => readCatalogueFile(path)).toThrow(path);
    },
  );
});

describe('a file of payment rules', () => {
  it('lists rules', () => {
    const path = aFile('[{"when":{"amount":6.66},"reaction":"decline"}]');

    expect(readPaymentRulesFile(path)).toEqual([{ when: { amount: 666 }, reaction: 'decline' }]);
    expect(readPaymentRulesFile(example('payment-rules.json'))).not.toEqual([]);
  });

  it.each(['[{}]', '{}', 'rules'])('is refused with other content: %s', (text) => {
    const path = aFile(text);

    expect(() => readPaymentRulesFile(path)).toThrow(path);
  });

  it('is refused if it is missing', () => {
    const path = join(folder, 'nowhere.json');

    expect(() => readPaymentRulesFile(path)).toThrow(`${path} cannot be read`);
  });

  it('is refused with the position of what is not JSON', () => {
    const path = aFile('{');

    expect(() => readPaymentRulesFile(path)).toThrow(`${path} is not JSON: Expected property name`);
  });
});
