import { isFields } from '@snacks/domain';
import type { FunctionName } from '@snacks/handlers';

import type { Draws } from './chance.js';
import type { Acknowledgement } from './journal.js';
import { withQuantity, type FollowUp, type PlannedOrder } from './scenario.js';
import type { System } from './system.js';

/** How often a client asks before it gives up. */
const ATTEMPTS = 5;

/** The function failed, or did so on the system's side: asking again is right. */
class FailedRequestError extends Error {
  readonly code = 'REQUEST_FAILED';
  override readonly name = 'FailedRequestError';
}

/** Does what was planned for one order, and notes every answer. */
export class Client {
  private readonly draws: Draws;

  constructor(
    private readonly system: System,
    private readonly plan: PlannedOrder,
  ) {
    this.draws = system.options.chance.of(`client ${plan.name}`);
  }

  async run(): Promise<void> {
    await this.system.pause(this.plan.at);
    const placed = await this.place();
    // Of an asynchronous request there is no answer; its client may know of the order all the same.
    const orderId = placed?.orderId ?? this.system.journal.orderNamed(this.plan.name);
    if (orderId === undefined) return;
    await Promise.all(
      this.plan.followUps.map(async (followUp) => {
        await this.system.pause(followUp.after);
        await this.followUp(orderId, followUp);
      }),
    );
  }

  private async place(): Promise<Acknowledgement | undefined> {
    const { name, way } = this.plan;
    return this.ask('place', async () => {
      const answer = await this.handIn();
      if (way === 'asynchronous') this.system.journal.accepted(name);
      return answer;
    });
  }

  private async handIn(): Promise<Acknowledgement | undefined> {
    const { name, way, request } = this.plan;
    const { platform } = this.system;
    const creator = platform.function('order-creator');
    const idempotencyKey = `${name}-${this.system.options.chance.seed}`;
    if (way === 'asynchronous') {
      await platform.asyncInvocations.invoke(creator, { ...request, idempotencyKey });
      return undefined;
    }
    const event =
      way === 'direct'
        ? { ...request, idempotencyKey }
        : apiEvent('POST /orders', {
            headers: { 'content-type': 'application/json', 'idempotency-key': idempotencyKey },
            body: JSON.stringify(request),
          });
    return acknowledgementOf(await creator.invoke(event));
  }

  private async followUp(orderId: string, followUp: FollowUp): Promise<void> {
    await this.ask(followUp.command, async () => {
      const { functionName, event } = this.requestOf(orderId, followUp);
      const outcome = await this.system.platform.function(functionName).invoke(event);
      return followUp.command === 'expire' ? succeeded(outcome) : acknowledgementOf(outcome);
    });
  }

  private requestOf(
    orderId: string,
    { command, quantity }: FollowUp,
  ): { readonly functionName: FunctionName; readonly event: object } {
    const { request } = this.plan;
    const pathParameters = { orderId };
    const withBody = (body: object) => ({
      pathParameters,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    switch (command) {
      case 'cancel':
        return {
          functionName: 'order-canceller',
          event: apiEvent('DELETE /orders/{orderId}', { pathParameters }),
        };
      case 'update': {
        const body = { ...request, ...withQuantity(request.snackItems, quantity) };
        return {
          functionName: 'order-updater',
          event: apiEvent('PUT /orders/{orderId}', withBody(body)),
        };
      }
      case 'expire': {
        const correlationId = `expire-${this.plan.name}`;
        return { functionName: 'approval-expirer', event: { orderId, correlationId } };
      }
      default:
        return {
          functionName: 'order-approver',
          event: apiEvent('POST /orders/{orderId}/approval', withBody({ decision: command })),
        };
    }
  }

  /** Asks until there is an answer; an answer that refuses is one. */
  private async ask(
    command: string,
    request: () => Promise<Acknowledgement | undefined>,
  ): Promise<Acknowledgement | undefined> {
    const { network, journal, timeline } = this.system;
    const { name } = this.plan;
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      try {
        const answer = await network.call({
          from: `client ${name}`,
          operation: `ask ${command}`,
          subject: name,
          effect: request,
        });
        if (answer === undefined) return undefined;
        timeline.add(() => `client ${name} ← ${command}: ${answer.status} v${answer.version}`);
        journal.acknowledged(answer);
        return answer;
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
        timeline.add(() => `client ${name} ← ${command}: ${code}`);
        if (error instanceof RefusedRequestError) return this.refused(command, error);
        await this.system.pause(this.draws.between(10, 20_000));
      }
    }
    return undefined;
  }

  private refused(command: string, error: RefusedRequestError): undefined {
    if (!REFUSALS.has(error.code)) throw error; // no client here asks for nonsense
    const { coverage } = this.system.options;
    if (error.orderStatus !== undefined) coverage.visitRefusal(error.orderStatus, command);
  }
}

/** What a client takes for an answer: asking again would bring the same. */
const REFUSALS: ReadonlySet<string> = new Set([
  'ORDER_CONFLICT',
  'ORDER_NOT_FOUND',
  'IDEMPOTENCY_KEY_REUSED',
]);

class RefusedRequestError extends Error {
  override readonly name = 'RefusedRequestError';

  constructor(
    readonly code: string,
    readonly orderStatus: string | undefined,
  ) {
    super(`The request was refused: ${code}.`);
  }
}

/** The event of the HTTP API, as far as the handlers read it. */
function apiEvent(routeKey: string, request: Readonly<Record<string, unknown>>): object {
  return { version: '2.0', routeKey, requestContext: { http: {} }, headers: {}, ...request };
}

/** Of an answer that says nothing of the order's version. */
function succeeded({ ok }: { readonly ok: boolean }): undefined {
  if (!ok) throw new FailedRequestError('The function failed.');
}

/** What a function's answer says of an order. */
function acknowledgementOf(outcome: {
  readonly ok: boolean;
  readonly result?: unknown;
}): Acknowledgement {
  const { result } = outcome;
  if (!isFields(result) || typeof result.body !== 'string') {
    throw new FailedRequestError('The function failed.');
  }
  const body: unknown = JSON.parse(result.body);
  if (!isFields(body)) throw new FailedRequestError('The answer has no body.');
  if (Number(result.statusCode) >= 500) throw new FailedRequestError('The answer was 5xx.');
  const { orderId, version, status, code, orderStatus } = body;
  if (Number(result.statusCode) >= 400) {
    const forbidden = typeof orderStatus === 'string' ? orderStatus : undefined;
    throw new RefusedRequestError(String(code), forbidden);
  }
  return { orderId: String(orderId), version: Number(version), status: String(status) };
}
