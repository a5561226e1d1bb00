import {
  paginateListServiceQuotas,
  type ServiceQuotasClient,
} from '@aws-sdk/client-service-quotas';
import { topology } from '@snacks/handlers';

import { ORDER_USAGE } from '../cost/order-usage.js';
import { query, reasonOf } from './query.js';
import { passed, unchecked, warning, type Finding } from './findings.js';

/** A quota that is met by orders, and how many of its units a second they take. */
interface Wanted {
  readonly service: 'apigateway' | 'events';
  /** As Service Quotas names it. Its code differs where AWS has replaced a quota. */
  readonly name: RegExp;
  readonly what: string;
  readonly perSecond: number;
}

const ratesOf = (path?: string) =>
  topology.api.routes
    .filter((route) => path === undefined || (route.path === path && route.method === 'POST'))
    .reduce((sum, { throttle }) => sum + throttle.ratePerSecond, 0);

/** Orders a second that the API takes. */
const ORDERS = ratesOf('/orders');

const WANTED: readonly Wanted[] = [
  {
    service: 'apigateway',
    name: /^throttle rate/i,
    what: 'requests to HTTP APIs',
    perSecond: ratesOf(),
  },
  {
    service: 'events',
    name: /^putevents throttle/i,
    what: 'PutEvents requests',
    perSecond: ORDERS * ORDER_USAGE.ordinary.events,
  },
  {
    service: 'events',
    name: /^invocations throttle/i,
    what: 'deliveries to targets of rules',
    perSecond: ORDERS * ORDER_USAGE.ordinary.messages,
  },
];

/** Whether the account's quotas bear what the routes take. */
export async function checkQuotas(client: ServiceQuotasClient): Promise<readonly Finding[]> {
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
      ? WANTED.filter((wanted) => wanted.service === service).map((wanted) =>
          checkQuota(wanted, quotas.value),
        )
      : [unchecked(`the quotas of ${service} could not be asked (${reasonOf(quotas)})`)],
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
    return unchecked(`the quota of ${what}: Service Quotas lists none for ${service}`);
  }
  if (quota.value >= perSecond) return passed(`${quota.value} ${what} a second are allowed`);
  return warning(
    `${quota.value} ${what} a second are allowed, and the routes take up to ${perSecond}: what is beyond is late.`,
    `aws service-quotas request-service-quota-increase --service-code ${service} --quota-code ${quota.code} --desired-value ${perSecond}`,
  );
}
