import * as fc from 'fast-check';

/** A call of a queue, or the passing of time. */
export type QueueStep =
  | { readonly do: 'send' }
  | { readonly do: 'receive'; readonly max: number }
  /** With the handle of any earlier receive, valid or not. */
  | { readonly do: 'delete'; readonly which: number }
  | { readonly do: 'hide'; readonly which: number; readonly for: number }
  | { readonly do: 'advance'; readonly by: number };

/** Steps with their weights for `fc.oneof`. Times are in milliseconds, at most. */
export function queueSteps(maximum: {
  readonly hiddenFor: number;
  readonly advancedBy: number;
}): fc.WeightedArbitrary<QueueStep>[] {
  return [
    { weight: 3, arbitrary: fc.constant({ do: 'send' }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('receive' as const), max: fc.nat(4) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('delete' as const), which: fc.nat() }) },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant('hide' as const),
        which: fc.nat(),
        for: fc.nat(maximum.hiddenFor),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constant('advance' as const), by: fc.nat(maximum.advancedBy) }),
    },
  ];
}
