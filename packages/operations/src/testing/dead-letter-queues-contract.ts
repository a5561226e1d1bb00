import type { DeadLetterQueues } from '../ports/dead-letter-queues.js';
import { assertEqual, type TestFunctions } from './contract.js';

/** Dead-letter queues under test. Both queues are empty. */
export interface DeadLetterQueuesUnderTest {
  readonly deadLetters: DeadLetterQueues;
  /** A dead-letter queue, and the queue that its messages failed in. */
  readonly queue: string;
  readonly source: string;
}

async function bodiesOf(deadLetters: DeadLetterQueues, queue: string): Promise<readonly string[]> {
  return (await deadLetters.list(queue, 10)).map(({ body }) => body).sort();
}

/** Tests the guarantees of the {@link DeadLetterQueues} port. */
export function deadLetterQueuesContract(
  { describe, it }: TestFunctions,
  create: () => Promise<DeadLetterQueuesUnderTest>,
): void {
  /** A queue with three messages, and their ids in the order of sending. */
  async function withMessages() {
    const subject = await create();
    const { deadLetters, queue } = subject;
    for (const body of ['one', 'two', 'three']) {
      await deadLetters.send(queue, { body, attributes: { origin: `test-${body}` } });
    }
    const listed = await deadLetters.list(queue, 10);
    const idOf = (body: string) => listed.find((one) => one.body === body)?.messageId ?? '';
    return { ...subject, idOf };
  }

  describe('dead-letter queues', () => {
    it('list the messages with their attributes, and keep them', async () => {
      const { deadLetters, queue } = await withMessages();

      const first = await deadLetters.list(queue, 10);
      const second = await deadLetters.list(queue, 10);

      const contents = first.map(({ body, attributes }) => `${body} ${attributes.origin}`).sort();
      assertEqual(contents, ['one test-one', 'three test-three', 'two test-two'], 'messages');
      assertEqual(second.length, 3, 'messages of the second listing');
      assertEqual(await deadLetters.depth(queue), { visible: 3, inFlight: 0 }, 'depth');
    });

    it('list at most as many messages as asked for', async () => {
      const { deadLetters, queue } = await withMessages();

      assertEqual((await deadLetters.list(queue, 2)).length, 2, 'messages');
    });

    it('delete exactly the messages whose handlers resolve', async () => {
      const { deadLetters, queue, idOf } = await withMessages();
      const handled: string[] = [];

      const outcomes = await deadLetters.consume(queue, [idOf('one'), idOf('two')], async (one) => {
        handled.push(one.body);
        if (one.body === 'two') throw new Error('not sent');
      });

      assertEqual(handled.sort(), ['one', 'two'], 'handled messages');
      assertEqual(outcomes.get(idOf('one'))?.done, true, 'outcome of the first');
      assertEqual(outcomes.get(idOf('two'))?.done, false, 'outcome of the second');
      assertEqual(await bodiesOf(deadLetters, queue), ['three', 'two'], 'remaining messages');
    });

    it('have no outcome for a message that is not in the queue', async () => {
      const { deadLetters, queue, idOf } = await withMessages();

      const outcomes = await deadLetters.consume(queue, [idOf('one'), 'unknown'], async () => {});

      assertEqual([...outcomes.keys()], [idOf('one')], 'messages with an outcome');
    });

    it('keep a consumed message until its handler has sent it on', async () => {
      const { deadLetters, queue, source, idOf } = await withMessages();

      await deadLetters.consume(queue, [idOf('two')], async (message) =>
        deadLetters.send(source, message),
      );

      assertEqual(await bodiesOf(deadLetters, source), ['two'], 'messages of the source');
      assertEqual(await bodiesOf(deadLetters, queue), ['one', 'three'], 'remaining messages');
    });

    it('move all messages back', async () => {
      const { deadLetters, queue, source } = await withMessages();

      assertEqual(await deadLetters.moveAll(queue), 3, 'moved messages');

      assertEqual(await bodiesOf(deadLetters, source), ['one', 'three', 'two'], 'messages');
      assertEqual(await bodiesOf(deadLetters, queue), [], 'remaining messages');
    });
  });
}
