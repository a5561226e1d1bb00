import type { ActionLog, OperatorAction } from '../ports/action-log.js';
import { assertEqual, type TestFunctions } from './contract.js';

/** An action of the given minute. All are of the same day, which is in the retention of every log. */
function anAction(minute: number, id = minute): OperatorAction {
  const digits = String(id).padStart(12, '0');
  return {
    actionId: `00000000-0000-4000-8000-${digits}`,
    at: `2026-11-21T09:${String(minute).padStart(2, '0')}:00.000Z`,
    actor: 'amy',
    action: 'set stock',
    subject: 'Chips',
    reason: 'delivery of the morning',
    outcome: 'started',
  };
}

/** The time of a log under test must be shortly after this one. */
export const ACTIONS_UNTIL = Date.parse('2026-11-21T10:00:00.000Z');

/** Tests the guarantees of the {@link ActionLog} port. Each case gets an empty log. */
export function actionLogContract(
  { describe, it }: TestFunctions,
  create: () => Promise<ActionLog>,
): void {
  describe('an action log', () => {
    it('lists every action, the newest first', async () => {
      const log = await create();
      for (const minute of [2, 1, 3]) await log.add(anAction(minute));

      const { actions, next } = await log.list({ limit: 10 });

      assertEqual(actions, [anAction(3), anAction(2), anAction(1)], 'actions');
      assertEqual(next, undefined, 'next page');
    });

    it('changes the outcome of the completed action alone', async () => {
      const log = await create();
      for (const minute of [1, 2]) await log.add(anAction(minute));

      await log.complete(anAction(1), 'done: 5 to 7 available');

      const { actions } = await log.list({ limit: 10 });
      const outcomes = actions.map(({ outcome }) => outcome);
      assertEqual(outcomes, ['started', 'done: 5 to 7 available'], 'outcomes');
    });

    it('lists each action on exactly one page, also actions of the same time', async () => {
      const log = await create();
      const all = [anAction(5, 1), anAction(5, 2), anAction(5, 3), anAction(1, 4), anAction(9, 5)];
      for (const action of all) await log.add(action);

      const ids: string[] = [];
      let page = await log.list({ limit: 2 });
      for (;;) {
        ids.push(...page.actions.map(({ actionId }) => actionId));
        if (page.next === undefined) break;
        page = await log.list({ limit: 2, after: page.next });
      }

      const expected = [5, 3, 2, 1, 4].map((id) => anAction(0, id).actionId);
      assertEqual(ids, expected, 'ids of all pages');
    });

    it('is empty until an action is added', async () => {
      const log = await create();

      assertEqual(await log.list({ limit: 10 }), { actions: [] }, 'page');
    });
  });
}
