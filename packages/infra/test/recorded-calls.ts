import { isFields } from '@snacks/domain';

import type { ClientSettings } from '../src/deploy/proof/clients.js';

/** Commands whose actions in IAM have other names. */
const ACTIONS = new Map([
  ['budgets:DescribeBudgets', 'budgets:ViewBudget'],
  ['lambda:Invoke', 'lambda:InvokeFunction'],
]);

/** Services whose names in IAM differ from those of their clients. */
const SERVICES = new Map([
  ['cloudwatchlogs', 'logs'],
  ['eventbridge', 'events'],
  ['sesv2', 'ses'],
]);

function actionOf(record: unknown): string | undefined {
  if (!isFields(record) || typeof record.commandName !== 'string') return undefined;
  const client = String(record.clientName)
    .replace(/Client$/, '')
    .toLowerCase();
  const action = `${SERVICES.get(client) ?? client}:${record.commandName.replace(/Command$/, '')}`;
  return ACTIONS.get(action) ?? action;
}

/** A logger for SDK clients that records their calls as IAM actions, such as `dynamodb:GetItem`. */
export function recordedCalls() {
  const actions = new Set<string>();
  const record = (...records: unknown[]) => {
    for (const action of records.map(actionOf)) if (action !== undefined) actions.add(action);
  };
  const logger: ClientSettings['logger'] = {
    debug: () => {},
    info: record,
    warn: () => {},
    error: record,
  };
  return { actions, logger };
}
