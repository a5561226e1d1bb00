import type { EventRecord, EventRecords } from '../ports/event-records.js';
import { anEventRecord } from './builders.js';
import { assertEqual } from './assertions.js';
import { contractSuite, type ContractOptions, type TestFunctions } from './contract-suite.js';

/** Tests the guarantees of the {@link EventRecords} port. */
export function eventRecordsContract(
  functions: TestFunctions,
  createSubject: () => Promise<EventRecords>,
  options: ContractOptions<EventRecords> = {},
): void {
  const { describe, it } = contractSuite('EventRecords', functions, createSubject, options);
  describe('records of external events', () => {
    it('find a record as it was stored, with any JSON as its payload', async (create) => {
      const records = await create();
      const payloads = [
        null,
        0,
        -1.5,
        '',
        'é',
        true,
        [],
        {},
        { a: [{ b: null }], ['__proto__']: 1 },
      ];

      for (const payload of payloads) {
        const record = anEventRecord({ payload });
        assertEqual(await records.add(record), 'added', 'result');
        assertEqual(await records.find(record.eventId), record, 'record');
      }
    });

    it('find no record that was not stored', async (create) => {
      const records = await create();

      assertEqual(await records.find(anEventRecord().eventId), undefined, 'record');
      assertEqual(await records.find(''), undefined, 'record without an id');
    });

    it('keep the first record of an id', async (create) => {
      const records = await create();
      const first = anEventRecord({ sender: 'alice', refusal: { code: 'NO', message: 'no' } });
      await records.add(first);

      const again = await records.add({ ...first, type: 'another' });

      assertEqual(again, 'known', 'result');
      assertEqual(await records.find(first.eventId), first, 'record');
    });

    it('add a record once for 8 concurrent calls', async (create) => {
      const records = await create();
      const record = anEventRecord();

      const outcomes = await Promise.all(
        Array.from({ length: 8 }, async () => records.add(record)),
      );

      assertEqual(outcomes.filter((outcome) => outcome === 'added').length, 1, 'calls that added');
    });

    it('store copies', async (create) => {
      const records = await create();
      const payload = { value: 1 };
      const record: EventRecord = anEventRecord({ payload });
      await records.add(record);
      payload.value = 2;

      assertEqual(
        await records.find(record.eventId),
        { ...record, payload: { value: 1 } },
        'record',
      );
    });
  });
}
