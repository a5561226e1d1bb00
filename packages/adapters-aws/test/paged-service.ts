import { isFields } from '@snacks/domain';
import type { ClientOptions } from '../src/client/settings.js';
import { replyJson, startAwsStub, type AwsStub } from './aws-stub.js';

/** What a service returns by operation: one page after the other. */
export type PagesByOperation = Readonly<Record<string, readonly object[]>>;

/** A service whose responses have pages. It has no faults. */
export interface PagedService<Client> extends AwsStub<Client, never> {
  /** The parameters of each call of an operation, in order. */
  readonly callsOf: (operation: string) => readonly Readonly<Record<string, unknown>>[];
}

/**
 * Starts a service that returns these pages. A page has the token of the next one; a call without a token gets
 * the first.
 *
 * @param tokenName the name of the token, in calls and in pages.
 */
export async function startPagedService<Client extends { destroy(): void }>(
  createClient: (options: ClientOptions) => Client,
  tokenName: 'nextToken' | 'NextToken',
  pages: PagesByOperation,
): Promise<PagedService<Client>> {
  const calls: { readonly operation: string; readonly input: Record<string, unknown> }[] = [];
  const stub = await startAwsStub<Client, never>(
    createClient,
    {},
    ({ request, body, response }) => {
      const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
      const input: unknown = JSON.parse(body);
      if (!isFields(input)) return replyJson(response, 400, { __type: 'SerializationException' });
      calls.push({ operation, input: { ...input } });
      const of = pages[operation] ?? [];
      const token = input[tokenName];
      const n = token === undefined ? 0 : of.findIndex((_, index) => token === tokenOf(index));
      const page = of[n];
      if (page === undefined) return replyJson(response, 400, { __type: 'InvalidToken' });
      const next = n + 1 < of.length ? { [tokenName]: tokenOf(n + 1) } : {};
      replyJson(response, 200, { ...page, ...next });
    },
  );
  return {
    ...stub,
    callsOf: (operation) =>
      calls.filter((call) => call.operation === operation).map(({ input }) => input),
  };
}

function tokenOf(page: number): string {
  return `page ${page}`;
}
