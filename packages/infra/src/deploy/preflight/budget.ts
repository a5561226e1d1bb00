import { DescribeBudgetsCommand, type BudgetsClient } from '@aws-sdk/client-budgets';

import type { DeploymentParameters } from '../../parameters.js';
import { query, reasonOf } from './query.js';
import { failed, passed, unchecked, type Finding } from './findings.js';

/** What AWS says to a member account that may have no budgets, whatever its role may do. */
const PAYER_FORBIDS = /linked account|payer account|enable budgets/i;

/** Whether the account may have the budget, where one is wanted. */
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
        'The account that pays for this one has not enabled budgets: the stack would be rolled back for its budget.',
        'npm run ship -- -c monthlyBudget=0   # or enable budgets in the account that pays',
      ),
    ];
  }
  return [
    unchecked(`whether this account may have a budget could not be asked (${reasonOf(response)})`),
  ];
}
