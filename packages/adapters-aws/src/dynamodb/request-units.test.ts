import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  itemReadUnits,
  queryUnits,
  refusedWriteUnits,
  writeUnits,
  type MeteredIndex,
  type MeteredTable,
  type MeteredWrite,
  type WriteUnits,
} from './request-units.js';

const KEYS = { name: 'by-state', partitionKey: 'state', sortKey: 'at' };

function aTable(projection?: MeteredIndex['projection']): MeteredTable {
  return {
    partitionKey: 'id',
    indexes: { byState: projection === undefined ? KEYS : { ...KEYS, projection } },
  };
}

/** An item of so many bytes: the keys take 20, and the name of `text` takes 4. */
function anItem(bytes: number, fields: Readonly<Record<string, string | undefined>> = {}) {
  const item: Record<string, string | undefined> = { id: 'id-1', state: 'NEW', at: '1', ...fields };
  const keys = Object.entries(item).reduce(
    (sum, [name, value]) => sum + name.length + (value ?? '').length,
    0,
  );
  return { ...item, text: 'x'.repeat(bytes - keys - 4) };
}

/** The units of the table, and those of each entry of the index by its partition. */
function summary(units: readonly WriteUnits[]) {
  const [own, ...entries] = units;
  return [own?.units, ...entries.map(({ partition, units: n }) => `${partition} ${n}`)];
}

const SPARSE = { state: undefined };
const small = anItem(500);
const even = anItem(1_024);
const large = anItem(1_025);

/** Computed by hand, by the rules in the guide of DynamoDB. */
const WRITES: readonly (readonly [
  what: string,
  projection: MeteredIndex['projection'],
  write: MeteredWrite,
  units: readonly unknown[],
])[] = [
  ['a put of 500 bytes', 'ALL', { before: undefined, after: small }, [1, 'NEW 1']],
  ['a put of exactly 1 KB', 'ALL', { before: undefined, after: even }, [1, 'NEW 1']],
  ['a put of a byte more', 'ALL', { before: undefined, after: large }, [2, 'NEW 2']],
  ['a put with keys projected', 'KEYS_ONLY', { before: undefined, after: large }, [2, 'NEW 1']],
  [
    'a put with one more attribute projected',
    { include: ['text'] },
    { before: undefined, after: large },
    [2, 'NEW 2'],
  ],
  ['a put outside the sparse index', 'ALL', { before: undefined, after: anItem(500, SPARSE) }, [1]],
  ['a write that changes nothing', 'ALL', { before: large, after: large }, [2]],
  ['an item that grows', 'ALL', { before: small, after: large }, [2, 'NEW 2']],
  ['an item that shrinks', 'ALL', { before: anItem(3_000), after: small }, [3, 'NEW 3']],
  ['a change that is not projected', 'KEYS_ONLY', { before: small, after: anItem(600) }, [1]],
  [
    'a change beside the projected attribute',
    { include: ['other'] },
    { before: small, after: anItem(600) },
    [1],
  ],
  [
    'a change of the partition key of the index',
    'ALL',
    { before: anItem(2_000), after: anItem(1_000, { state: 'DONE' }) },
    [2, 'NEW 2', 'DONE 1'],
  ],
  [
    'the same with keys projected',
    'KEYS_ONLY',
    { before: anItem(2_000), after: anItem(1_000, { state: 'DONE' }) },
    [2, 'NEW 1', 'DONE 1'],
  ],
  [
    'a change of the sort key of the index',
    'ALL',
    { before: small, after: anItem(500, { at: '2' }) },
    [1, 'NEW 1', 'NEW 1'],
  ],
  [
    'an item that enters the sparse index',
    'ALL',
    { before: anItem(3_000, SPARSE), after: large },
    [3, 'NEW 2'],
  ],
  [
    'an item that leaves the sparse index',
    'ALL',
    { before: large, after: anItem(500, SPARSE) },
    [2, 'NEW 2'],
  ],
  ['a deletion', 'ALL', { before: large, after: undefined }, [2, 'NEW 2']],
  ['the deletion of nothing', 'ALL', { before: undefined, after: undefined }, [1]],
];

describe('the units of a write', () => {
  it.each(WRITES)('are counted for %s (projection %j)', (_what, projection, write, units) => {
    expect(summary(writeUnits(aTable(projection), write))).toEqual(units);
  });

  it('are those of a projection of all attributes by default', () => {
    const write = { before: undefined, after: large };

    expect(writeUnits(aTable(), write)).toEqual(writeUnits(aTable('ALL'), write));
  });

  it('are counted for each index, and by the partition of each', () => {
    const table = {
      partitionKey: 'id',
      indexes: {
        byState: KEYS,
        byOwner: { name: 'by-owner', partitionKey: 'owner', sortKey: 'at' },
      },
    };

    expect(writeUnits(table, { before: undefined, after: anItem(100, { owner: 'jane' }) })).toEqual(
      [
        { index: undefined, partition: 'id-1', units: 1 },
        { index: 'by-state', partition: 'NEW', units: 1 },
        { index: 'by-owner', partition: 'jane', units: 1 },
      ],
    );
  });
});

describe('the units of a write whose condition failed', () => {
  it.each([
    ['no item', undefined, undefined, 1],
    ['a small item', small, undefined, 1],
    ['an item of 2,500 bytes', anItem(2_500), undefined, 3],
    ['a small item that a larger one should replace', small, anItem(2_500), 3],
  ])('are those of %s', (_what, before, after, units) => {
    expect(refusedWriteUnits(aTable(), { id: 'id-1' }, { before, after })).toEqual([
      { index: undefined, partition: 'id-1', units },
    ]);
  });
});

describe('the units of a read', () => {
  it.each([
    ['an item of exactly 4 KB', anItem(4_096), 1],
    ['an item of a byte more', anItem(4_097), 2],
    ['an item that does not exist', undefined, 1],
  ])('are counted for %s, half as many if it is eventually consistent', (_what, item, units) => {
    expect(itemReadUnits(item, true)).toBe(units);
    expect(itemReadUnits(item, false)).toBe(units / 2);
  });

  it('of a query are those of the sum of its items', () => {
    expect(queryUnits([], false)).toBe(0.5);
    expect(queryUnits([], true)).toBe(1);
    expect(queryUnits([anItem(2_000), anItem(2_000)], true)).toBe(1);
    expect(queryUnits([anItem(2_000), anItem(2_000), anItem(97)], true)).toBe(2);
    expect(queryUnits([anItem(2_000), anItem(2_000), anItem(97)], false)).toBe(1);
  });
});

const items = fc.option(
  fc.record(
    {
      id: fc.constant('id-1'),
      state: fc.constantFrom('NEW', 'DONE'),
      at: fc.constantFrom('1', '2'),
      text: fc.integer({ min: 0, max: 3_000 }).map((length) => 'x'.repeat(length)),
      other: fc.integer(),
    },
    { requiredKeys: ['id', 'text', 'other'], noNullPrototype: true },
  ),
  { nil: undefined },
);
const projections = fc.constantFrom<Required<MeteredIndex>['projection']>('ALL', 'KEYS_ONLY', {
  include: ['other'],
});

/** The units of the index alone. */
function entryUnits(projection: MeteredIndex['projection'], write: MeteredWrite): number {
  return writeUnits(aTable(projection), write)
    .slice(1)
    .reduce((sum, { units }) => sum + units, 0);
}

/** The units of the index for a deletion of the old item and a put of the new one. */
function deletionAndPut(projection: MeteredIndex['projection'], write: MeteredWrite): number {
  const { before, after } = write;
  return (
    entryUnits(projection, { before, after: undefined }) +
    entryUnits(projection, { before: undefined, after })
  );
}

describe('the units of any write', () => {
  it('are the same in either direction', () => {
    fc.assert(
      fc.property(items, items, projections, (before, after, projection) => {
        const total = (write: MeteredWrite) =>
          writeUnits(aTable(projection), write).reduce((sum, { units }) => sum + units, 0);

        expect(total({ before, after })).toBe(total({ before: after, after: before }));
      }),
    );
  });

  it('are, for the index, at most those of a deletion and a put', () => {
    fc.assert(
      fc.property(items, items, projections, (before, after, projection) => {
        expect(entryUnits(projection, { before, after })).toBeLessThanOrEqual(
          deletionAndPut(projection, { before, after }),
        );
      }),
    );
  });

  it('are, for the index, exactly those of a deletion and a put if its keys change', () => {
    fc.assert(
      fc.property(items, items, projections, (before, after, projection) => {
        fc.pre(before?.state !== after?.state || before?.at !== after?.at);

        expect(entryUnits(projection, { before, after })).toBe(
          deletionAndPut(projection, { before, after }),
        );
      }),
    );
  });

  it('are, for the index, never more with fewer attributes projected', () => {
    fc.assert(
      fc.property(items, items, (before, after) => {
        const [keys, some, all] = [
          'KEYS_ONLY' as const,
          { include: ['other'] },
          'ALL' as const,
        ].map((projection) => entryUnits(projection, { before, after }));

        expect(keys).toBeLessThanOrEqual(some ?? 0);
        expect(some).toBeLessThanOrEqual(all ?? 0);
      }),
    );
  });

  it('are, for the index, none if the item stays the same', () => {
    fc.assert(
      fc.property(items, projections, (item, projection) => {
        expect(entryUnits(projection, { before: item, after: item && { ...item } })).toBe(0);
      }),
    );
  });
});
