import { DescribeBudgetsCommand, type BudgetsClient } from '@aws-sdk/client-budgets';

import type { DeploymentParameters } from '../../parameters.js';
import { query, reasonOf } from './query.js';
import { failed, passed, unchecked, type Finding } from './findings.js';

/** AWS's error for a member account that may not have budgets, independent of the role's permissions. */
const PAYER_FORBIDS = /linked account|payer account|enable budgets/i;

/** Checks that the account may have a budget, if the parameters ask for one. */
export async function checkBudget(
  client: BudgetsClient,
  AccountId: string,
  { monthlyBudget }: Pick<DeploymentParameters, 'monthlyBudget'>,
): Promise<readonly Finding[]> {
  if (monthlyBudget === 0) return [];
  const response = await query('budgets:ViewBudget', async () =>
    client.send(new DescribeBudgetsCommand({ AccountId, MaxResults: 1 })),
  );
  if (response.ok) return [passed('this account may have a budget')];
  if (PAYER_FORBIDS.test(response.message)) {
    return [
      failed(
        'The payer account has not enabled budgets: the deployment would fail at its budget.',
        'npm run ship -- -c monthlyBudget=0   # or enable budgets in the payer account',
      ),
    ];
  }
  return [
    unchecked(`could not check whether this account may have a budget (${reasonOf(response)})`),
  ];
}
