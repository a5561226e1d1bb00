import { describe, it } from '@jest/globals';

import { loyaltyAccountsContract } from '../test/loyalty-accounts-contract.js';
import { InMemoryLoyaltyAccounts } from './in-memory-loyalty-accounts.js';

loyaltyAccountsContract({ describe, it }, async () => new InMemoryLoyaltyAccounts());
