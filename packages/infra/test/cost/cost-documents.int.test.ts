import { readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { format } from 'oxfmt';

import { estimateMonth, FULL_BATCH, totalOf } from '../../src/deploy/cost/cost.js';
import { countResources } from '../../src/deploy/cost/count-resources.js';
import { meteredPlatform } from '../metering/metered-platform.js';
import { templateNamed } from '../synthesised.js';
import { withCeilings } from './ceilings-section.js';
import { costDocument } from './cost-document.js';
import { figuresSource, type Figures } from './figures-source.js';

const FIGURES = new URL('../../src/deploy/cost/figures.ts', import.meta.url);
const COSTS = new URL('../../../../docs/cost.md', import.meta.url);
const OPERATIONS = new URL('../../../../docs/operations.md', import.meta.url);

let figures: Figures;
let processed = 0;

beforeAll(async () => {
  const metered = await meteredPlatform();
  await metered.ofOrdinaryOrder(); // The functions read the catalogue for it, and keep it for a minute.
  const ordinary = await metered.ofOrdinaryOrder();
  const duplicate = await metered.ofDuplicate();
  const approved = await metered.ofApprovedOrder();
  const sweep = await metered.ofSweep();
  processed = await metered.count('PROCESSED');
  await metered.stop();
  figures = {
    usage: { ordinary, approved, duplicate, sweep },
    stages: {
      dev: countResources(templateNamed('dev')),
      prod: countResources(templateNamed('prod')),
    },
  };
});

/** Returns the text of a file. Writes the generated text first if documents are to be updated. */
function updated(file: URL, generated: string): string {
  if (process.env.UPDATE_DOCS === '1') writeFileSync(file, generated);
  return readFileSync(file, 'utf8');
}

async function markdown(text: string): Promise<string> {
  const { code } = await format('document.md', text, { printWidth: 100 });
  return code;
}

describe('the measured orders', () => {
  it('are processed', () => {
    expect(processed).toBe(3);
  });

  it('cost less with full batches', () => {
    const month = {
      ordersPerMonth: 1_000_000,
      usage: figures.usage,
      resources: figures.stages.prod,
    };

    expect(totalOf(estimateMonth({ ...month, batch: FULL_BATCH }))).toBeLessThan(
      totalOf(estimateMonth({ ...month, batch: 1 })),
    );
  });
});

describe('the figures of the estimates', () => {
  it('are those that are measured and counted (npm run docs:update writes them)', async () => {
    const generated = await figuresSource(figures);

    expect(updated(FIGURES, generated)).toBe(generated);
  });
});

describe('docs/cost.md', () => {
  it('has the figures of the estimates (npm run docs:update writes it)', async () => {
    const generated = await markdown(costDocument(figures));

    expect(updated(COSTS, generated)).toBe(generated);
  });
});

describe('docs/operations.md', () => {
  it('has the ceilings of a stage (npm run docs:update writes them)', async () => {
    const document = readFileSync(OPERATIONS, 'utf8');
    const generated = await markdown(withCeilings(document, figures));

    expect(updated(OPERATIONS, generated)).toBe(generated);
  });
});
