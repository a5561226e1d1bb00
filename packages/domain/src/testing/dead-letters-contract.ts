import type { OrderEvent } from '../events/order-event.js';
import { readEvents, toItem } from '../order/stored-order.js';
import { toDeadLetterMessage, type DeadLetters } from '../ports/dead-letters.js';
import { aPlacing } from './builders.js';
import { assertEqual, present } from './assertions.js';
import { contractSuite, type ContractOptions, type TestFunctions } from './contract-suite.js';

/** Dead letters, and what a test needs to observe them. */
export interface DeadLettersUnderTest {
  readonly deadLetters: DeadLetters;
  /** The stored messages as JSON, in their order. */
  readonly kept: () => Promise<readonly string[]>;
}

/**
 * The event of an order that an earlier version of the domain may have stored, with a character that JSON
 * allows and some queues refuse.
 */
function anEventOfAnEarlierVersion(): OrderEvent {
  const item = toItem({ ...aPlacing(), requestHash: 'hash' });
  return present(readEvents({ ...item, customerName: 'Zoë \u{1f36a} \uffff' })[0], 'event');
}

/** Tests the guarantees of the {@link DeadLetters} port that a test can observe. */
export function deadLettersContract(
  functions: TestFunctions,
  createSubject: () => Promise<DeadLettersUnderTest>,
  options: ContractOptions<DeadLettersUnderTest> = {},
): void {
  const { describe, it } = contractSuite('DeadLetters', functions, createSubject, options);
  describe('dead letters', () => {
    it('store every event as it was committed, and the reason of its refusal', async (create) => {
      const { deadLetters, kept } = await create();
      const events = [anEventOfAnEarlierVersion(), ...aPlacing().events];
      const letters = events.map((event, n) => ({ event, code: `Code${n}` }));

      for (const letter of letters) await deadLetters.add(letter);

      assertEqual(
        (await kept()).map((text): unknown => JSON.parse(text)),
        letters.map(toDeadLetterMessage),
        'stored messages',
      );
    });

    it('accept an event again', async (create) => {
      const { deadLetters, kept } = await create();
      const event = present(aPlacing().events[0], 'event');

      for (const code of ['Code1', 'Code2']) await deadLetters.add({ event, code });

      assertEqual((await kept()).length, 2, 'number of messages');
    });
  });
}
