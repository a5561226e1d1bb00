import type { CreateStep, FulfilmentPorts } from '@snacks/domain/use-cases';

import type { FulfilmentAdapters, Providers, Services } from './ports.js';

/**
 * Provides fulfilment steps over the adapters of their ports. A step of your own is created over its own
 * adapters: `[stockStep, paymentStep, () => loyaltyStep(accounts), notificationStep]`.
 */
export function fulfilment(
  steps: readonly CreateStep<FulfilmentPorts>[],
  { inventory, payments, notifications }: FulfilmentAdapters,
): Providers<Pick<Services, 'steps'>> {
  return {
    steps: () => {
      const ports = {
        inventory: inventory(),
        payments: payments(),
        notifications: notifications(),
      };
      return steps.map((create) => create(ports));
    },
  };
}
