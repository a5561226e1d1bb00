import * as fc from 'fast-check';
import { ACTOR_KINDS } from '../src/order/actor-kind.js';
import type { Change, ChangeContext } from '../src/order/change.js';
import { admission, type ChangeCommand } from '../src/order/lifecycle.js';
import { LIMITS } from '../src/order/limits.js';
import { DELIVERY_METHODS, FAILURE_REASONS, PRIORITIES, type Order } from '../src/order/order.js';
import { readOrderRequest, type OrderRequest } from '../src/order/order-request.js';
import { approve, fail, place, reject, update } from '../src/order/transitions.js';
import { aChangeBy, aChangeContext, anOrderId, BUILT_AT } from '../src/testing/builders.js';
import { isCarried } from '../src/validation/text.js';

/** Text of any script, also emoji, that the rules of texts and of names accept. */
function anyText(maxLength: number): fc.Arbitrary<string> {
  return fc
    .string({ unit: 'binary', minLength: 1, maxLength: Math.min(maxLength, 30) })
    .filter(
      (text) =>
        text.trim() !== '' &&
        !/[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\u2800]/u.test(text) &&
        isCarried(text),
    );
}

const anyIdentifier = fc.string({
  unit: fc.constantFrom('a', 'Z', '0', '-', ':', '@'),
  minLength: 1,
  maxLength: 128,
});

const anyLine = fc.record({
  name: anyText(LIMITS.snackNameLength),
  quantity: fc.integer({ min: 1, max: LIMITS.quantity }),
  cents: fc.oneof(fc.nat(LIMITS.priceCents), fc.constantFrom(0, LIMITS.priceCents)),
});

function requestOf<T extends object>(
  lines: readonly { name: string; quantity: number; cents: number }[],
  rest: T,
) {
  const total = lines.reduce(
    (sum, { quantity, cents }) => sum + BigInt(quantity) * BigInt(cents),
    0n,
  );
  return {
    ...rest,
    snackItems: lines.map(({ name, quantity, cents }) => ({ name, quantity, price: cents / 100 })),
    totalAmount: Number(total) / 100,
  };
}

/** Any valid request. */
export const anyRequest: fc.Arbitrary<OrderRequest> = fc
  .tuple(
    fc.array(anyLine, { minLength: 1, maxLength: 5 }),
    fc.record(
      {
        customerName: anyText(LIMITS.customerNameLength),
        priority: fc.constantFrom(...PRIORITIES),
        deliveryPreferences: fc.record(
          {
            method: fc.constantFrom(...DELIVERY_METHODS),
            address: anyText(LIMITS.deliveryAddressLength),
            instructions: anyText(LIMITS.deliveryInstructionsLength),
          },
          { requiredKeys: [] },
        ),
      },
      { requiredKeys: ['customerName'] },
    ),
  )
  .map(([lines, rest]) => requestOf(lines, rest));

interface Attempt {
  readonly command: ChangeCommand;
  readonly request: OrderRequest;
  readonly note: string | undefined;
  readonly reason: (typeof FAILURE_REASONS)[number];
  readonly context: ChangeContext;
}

const anyContext: fc.Arbitrary<ChangeContext> = fc
  .record(
    {
      // The clocks of two writers differ, so that time may go backwards.
      now: fc.integer({ min: BUILT_AT - 10_000, max: BUILT_AT + 10_000 }),
      actor: fc.string(),
      actorKind: fc.constantFrom(...ACTOR_KINDS),
      correlationId: anyIdentifier,
      causationId: anyIdentifier,
    },
    { requiredKeys: ['now', 'actor', 'correlationId'] },
  )
  .map((overrides) => aChangeContext(overrides));

const anyAttempt: fc.Arbitrary<Attempt> = fc.record({
  command: fc.constantFrom<ChangeCommand[]>(
    'update',
    'approve',
    'reject',
    'expire',
    'cancel',
    'claim',
    'complete',
    'fail',
  ),
  request: anyRequest,
  note: fc.option(anyText(LIMITS.noteLength), { nil: undefined }),
  reason: fc.constantFrom(...FAILURE_REASONS),
  context: anyContext,
});

function changeBy(
  order: Order,
  { command, request, note, reason, context }: Attempt,
): Change | undefined {
  if (admission(command, order.status) !== 'applies') return undefined;
  if (order.status === 'PENDING_APPROVAL' && command === 'approve') {
    return approve(order, note, context);
  }
  if (order.status === 'PENDING_APPROVAL' && command === 'reject') {
    return reject(order, note, context);
  }
  if (order.status === 'PROCESSING' && command === 'fail') return fail(order, reason, context);
  if ((order.status === 'NEW' || order.status === 'PENDING_APPROVAL') && command === 'update') {
    return update(order, readOrderRequest(request), context);
  }
  return aChangeBy(command, order, context);
}

/** The changes of an order: how it was placed, and every attempted command that its state allowed. */
export const anyHistory: fc.Arbitrary<readonly Change[]> = fc
  .record({
    request: anyRequest,
    customerId: fc.option(anyIdentifier, { nil: undefined }),
    context: anyContext,
    attempts: fc.array(anyAttempt, { maxLength: 12 }),
  })
  .map(({ request, customerId, context, attempts }) => {
    const placing = { orderId: anOrderId(), ...(customerId !== undefined && { customerId }) };
    const first = place(readOrderRequest(request), placing, context);
    const changes: Change[] = [first];
    let order: Order = first.order;
    for (const attempt of attempts) {
      const change = changeBy(order, attempt);
      if (change === undefined) continue;
      changes.push(change);
      order = change.order;
    }
    return changes;
  });
