import {
  paginateListServiceQuotas,
  type ServiceQuotasClient,
} from '@aws-sdk/client-service-quotas';
import { throttleOf, topology } from '@snacks/handlers';

import type { DeploymentParameters } from '../../parameters.js';
import { MEASURED } from '../cost/figures.js';
import { messagesOf } from '../cost/order-usage.js';
import { query, reasonOf } from './query.js';
import { passed, unchecked, warning, type Finding } from './findings.js';

/** A quota that orders use, and how many of its units they use per second. */
interface Wanted {
  readonly service: 'apigateway' | 'events';
  /** The name in Service Quotas. The code differs between accounts if AWS has replaced a quota. */
  readonly name: RegExp;
  readonly what: string;
  readonly perSecond: number;
}

/** What the account must allow if the API accepts so many orders per second. */
function wantedAt(apiRate: number): readonly Wanted[] {
  return [
    {
      service: 'apigateway',
      name: /^throttle rate/i,
      what: 'requests to HTTP APIs',
      perSecond: topology.api.routes.reduce(
        (sum, route) => sum + throttleOf(route, apiRate).ratePerSecond,
        0,
      ),
    },
    {
      service: 'events',
      name: /^putevents throttle/i,
      what: 'PutEvents requests',
      perSecond: apiRate * MEASURED.ordinary.events,
    },
    {
      service: 'events',
      name: /^invocations throttle/i,
      what: 'deliveries to targets of rules',
      perSecond: apiRate * messagesOf(MEASURED.ordinary),
    },
  ];
}

/** Checks that the account's quotas are sufficient for the throttling limits of the routes. */
export async function checkQuotas(
  client: ServiceQuotasClient,
  { apiRate }: Pick<DeploymentParameters, 'apiRate'>,
): Promise<readonly Finding[]> {
  const responses = await Promise.all(
    (['apigateway', 'events'] as const).map(async (service) => ({
      service,
      quotas: await query('servicequotas:ListServiceQuotas', async () =>
        listQuotas(client, service),
      ),
    })),
  );
  return responses.flatMap(({ service, quotas }) =>
    quotas.ok
      ? wantedAt(apiRate)
          .filter((wanted) => wanted.service === service)
          .map((wanted) => checkQuota(wanted, quotas.value))
      : [unchecked(`could not read the quotas of ${service} (${reasonOf(quotas)})`)],
  );
}

interface Quota {
  readonly name: string;
  readonly code: string;
  readonly value: number;
}

async function listQuotas(client: ServiceQuotasClient, ServiceCode: string): Promise<Quota[]> {
  const quotas: Quota[] = [];
  for await (const page of paginateListServiceQuotas({ client }, { ServiceCode })) {
    for (const { QuotaName = '', QuotaCode = '', Value = 0 } of page.Quotas ?? []) {
      quotas.push({ name: QuotaName, code: QuotaCode, value: Value });
    }
  }
  return quotas;
}

function checkQuota({ service, name, what, perSecond }: Wanted, quotas: readonly Quota[]): Finding {
  const quota = quotas.find((one) => name.test(one.name));
  if (quota === undefined) {
    return unchecked(`the quota of ${what}: Service Quotas does not list it for ${service}`);
  }
  if (quota.value >= perSecond) return passed(`the quota allows ${quota.value} ${what} per second`);
  return warning(
    `The quota allows ${quota.value} ${what} per second, but the routes accept up to ${perSecond}: the excess is delayed.`,
    `aws service-quotas request-service-quota-increase --service-code ${service} --quota-code ${quota.code} --desired-value ${perSecond}`,
  );
}
