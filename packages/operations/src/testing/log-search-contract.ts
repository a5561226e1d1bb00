import type { LogSearch } from '../ports/log-search.js';
import { assertEqual, type TestFunctions } from './contract.js';

/** A logged line: what the contract writes before it searches. */
export interface WrittenLine {
  readonly service: 'order-processor' | 'order-notifier';
  readonly text: string;
}

const LINES: readonly WrittenLine[] = [
  {
    service: 'order-processor',
    text: '{"level":"info","message":"one","orderId":"11111111-1111-4111-8111-111111111111","attempt":1}',
  },
  {
    service: 'order-notifier',
    text: '{"level":"error","message":"two","messageId":"message-2","error":{"name":"A \\"quoted\\" name"}}',
  },
  { service: 'order-processor', text: 'REPORT three: a line of Lambda itself' },
];

const ALL = {
  services: ['order-processor', 'order-notifier', 'order-metrics'],
  since: '1970-01-01T00:00:00.000Z',
};

async function messagesOf(
  log: LogSearch,
  query: Partial<Parameters<LogSearch['find']>[0]>,
): Promise<readonly string[]> {
  const { lines } = await log.find({ ...ALL, texts: [], limit: 100, ...query });
  return lines.map(({ message }) => message);
}

/** Tests the guarantees of the {@link LogSearch} port. `create` returns a log with exactly these lines. */
export function logSearchContract(
  { describe, it }: TestFunctions,
  create: (lines: readonly WrittenLine[]) => Promise<LogSearch>,
): void {
  describe('a log search', () => {
    it('finds the lines of all functions, oldest first', async () => {
      const log = await create(LINES);

      const { lines, more } = await log.find({ ...ALL, texts: [], limit: 100 });

      // Lines of the same millisecond have no order.
      const services = lines.map(({ service }) => service).sort();
      assertEqual(services, ['order-notifier', 'order-processor', 'order-processor'], 'services');
      const times = lines.map(({ at }) => at);
      assertEqual(times, [...times].sort(), 'times');
      assertEqual(more, false, 'more');
    });

    it('reads the ids and the fields of a line', async () => {
      const log = await create(LINES);

      const { lines } = await log.find({ ...ALL, texts: ['one'], limit: 100 });

      const [line] = lines;
      assertEqual(line?.orderId, '11111111-1111-4111-8111-111111111111', 'order id');
      assertEqual([line?.level, line?.message, line?.attempt], ['info', 'one', 1], 'fields');
    });

    it('finds only lines that have every text', async () => {
      const log = await create(LINES);

      assertEqual(await messagesOf(log, { texts: ['message-2', 'error'] }), ['two'], 'both texts');
      assertEqual(await messagesOf(log, { texts: ['message-2', 'one'] }), [], 'texts of two lines');
    });

    it('finds only lines of the given functions', async () => {
      const log = await create(LINES);

      assertEqual(await messagesOf(log, { services: ['order-notifier'] }), ['two'], 'lines');
      assertEqual(await messagesOf(log, { services: ['order-metrics'] }), [], 'no lines');
    });

    it('finds a line that is not JSON, with its text as the message', async () => {
      const log = await create(LINES);

      const messages = await messagesOf(log, { texts: ['three'] });

      assertEqual(messages, ['REPORT three: a line of Lambda itself'], 'message');
    });

    it('says that there are more lines than it returns', async () => {
      const log = await create(LINES);

      const { lines, more } = await log.find({ ...ALL, texts: [], limit: 1 });

      assertEqual([lines.length, more], [1, true], 'lines and more');
    });
  });
}
