import type { FunctionName } from '@snacks/handlers';

import { acknowledgementOf, apiEvent, bodyOf, succeeded, withBody } from './api-responses.js';
import { Caller } from './caller.js';
import type { Acknowledgement } from '../checkers/invariant-checker.js';
import { withQuantity, type FollowUp, type PlannedOrder } from './planned-order.js';
import type { System } from '../world/system.js';

/** Carries out the plan of one order, and checks every response. */
export class Client {
  private readonly caller: Caller;

  constructor(
    private readonly system: System,
    private readonly plan: PlannedOrder,
  ) {
    this.caller = new Caller(system, plan.name);
  }

  async act(): Promise<void> {
    await this.system.pause(this.plan.at);
    const placed = await this.place();
    // An asynchronous request has no response; its client can find the order in other ways.
    const orderId = placed?.orderId ?? this.system.checker.orderOf(this.plan.name);
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
    return this.send('place', async () => {
      const response = await this.requestOrder();
      if (way === 'asynchronous') this.system.checker.accepted(name);
      return response;
    });
  }

  private async requestOrder(): Promise<Acknowledgement | undefined> {
    const { key: idempotencyKey, way, request, customerId } = this.plan;
    const { platform } = this.system;
    const creator = platform.function('order-creator');
    const order = { ...request, customerId };
    if (way === 'asynchronous') {
      await platform.asyncInvocations.invoke(creator, { ...order, idempotencyKey });
      return undefined;
    }
    const event =
      way === 'direct'
        ? { ...order, idempotencyKey }
        : apiEvent('POST /orders', withBody(order, { 'idempotency-key': idempotencyKey }));
    return acknowledgementOf(bodyOf(await creator.invoke(event)));
  }

  private async followUp(orderId: string, followUp: FollowUp): Promise<void> {
    const { command, thinkTime, repeatAfter } = followUp;
    const seen = thinkTime === undefined ? undefined : await this.readAndThink(orderId, thinkTime);
    const sendOnce = async (onRefused?: (code: string) => void) =>
      this.send(
        command,
        async () => {
          const { functionName, event } = this.requestOf(orderId, followUp, seen?.version);
          const outcome = await this.system.platform.function(functionName).invoke(event);
          if (command === 'expire') return succeeded(outcome);
          return acknowledgementOf(bodyOf(outcome));
        },
        onRefused,
      );
    const response = await sendOnce();
    if (response === undefined) return;
    this.assertDecided(response, followUp, seen);
    if (repeatAfter === undefined || !this.isSafeToRepeat(orderId, command)) return;
    await this.system.pause(repeatAfter);
    await sendOnce((code) => {
      this.system.checker.assert('repeats-succeed', false, () => {
        return `${this.plan.name}: ${command} took effect, but its repeat was refused: ${code}.`;
      });
    });
  }

  /** Reads the order, and waits for the think time of its client. */
  private async readAndThink(
    orderId: string,
    thinkTime: number,
  ): Promise<Acknowledgement | undefined> {
    const request = apiEvent('GET /orders/{orderId}', { pathParameters: { orderId } });
    const reader = this.system.platform.function('order-reader');
    const seen = await this.send('open', async () =>
      acknowledgementOf(bodyOf(await reader.invoke(request))),
    );
    await this.system.pause(thinkTime);
    return seen;
  }

  /** Checks that a decision was made on the version that the client saw. */
  private assertDecided(
    { orderId }: Acknowledgement,
    { command }: FollowUp,
    seen: Acknowledgement | undefined,
  ): void {
    const { checker } = this.system;
    const decision = checker
      .latest(orderId)
      ?.history.find((entry) => entry.command === command && isDecision(command));
    if (seen === undefined || decision === undefined) return;
    checker.assert('decided-as-seen', decision.version === seen.version + 1, () => {
      return `${this.plan.name}: the decision was made on v${decision.version - 1}, but its client saw v${seen.version}.`;
    });
  }

  /** A repeated update may be refused after another update, or if it had changed nothing. */
  private isSafeToRepeat(orderId: string, command: FollowUp['command']): boolean {
    if (command !== 'update') return true;
    const isOnlyOne = this.plan.followUps.filter((one) => one.command === 'update').length === 1;
    const history = this.system.checker.latest(orderId)?.history ?? [];
    return isOnlyOne && history.some((entry) => entry.command === 'update');
  }

  private requestOf(
    orderId: string,
    { command, quantity }: FollowUp,
    version: number | undefined,
  ): { readonly functionName: FunctionName; readonly event: object } {
    const { request } = this.plan;
    const pathParameters = { orderId };
    const headers = version === undefined ? {} : { 'if-match': `"${version}"` };
    switch (command) {
      case 'cancel':
        return {
          functionName: 'order-canceller',
          event: apiEvent('DELETE /orders/{orderId}', { pathParameters, headers }),
        };
      case 'update': {
        const body = { ...request, ...withQuantity(request.snackItems, quantity) };
        return {
          functionName: 'order-updater',
          event: apiEvent('PUT /orders/{orderId}', { pathParameters, ...withBody(body, headers) }),
        };
      }
      case 'expire': {
        const correlationId = `expire-${this.plan.name}`;
        return { functionName: 'approval-expirer', event: { orderId, correlationId } };
      }
      default: {
        const decision = withBody({ decision: command }, headers);
        return {
          functionName: 'order-approver',
          event: apiEvent('POST /orders/{orderId}/approval', { pathParameters, ...decision }),
        };
      }
    }
  }

  /** Sends a request, and checks the response. */
  private async send(
    command: string,
    request: () => Promise<Acknowledgement | undefined>,
    onRefused?: (code: string) => void,
  ): Promise<Acknowledgement | undefined> {
    const response = await this.caller.send(command, request, onRefused);
    if (response === undefined) return undefined;
    this.caller.log(command, `${response.status} v${response.version}`);
    this.system.checker.acknowledged(response);
    return response;
  }
}

function isDecision(command: FollowUp['command']): boolean {
  return command === 'approve' || command === 'reject';
}
