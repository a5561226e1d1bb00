import type { FunctionName } from '@snacks/handlers';

import { acknowledgementOf, apiEvent, bodyOf, succeeded, withBody } from './api-answers.js';
import { Caller } from './caller.js';
import type { Acknowledgement } from './journal.js';
import { withQuantity, type FollowUp, type PlannedOrder } from './planned-order.js';
import type { System } from './system.js';

/** Does what was planned for one order, and notes every answer. */
export class Client {
  private readonly caller: Caller;

  constructor(
    private readonly system: System,
    private readonly plan: PlannedOrder,
  ) {
    this.caller = new Caller(system, plan.name);
  }

  async run(): Promise<void> {
    await this.system.pause(this.plan.at);
    const placed = await this.place();
    // Of an asynchronous request there is no answer; its client may know of the order all the same.
    const orderId = placed?.orderId ?? this.system.journal.orderOf(this.plan.name);
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
    const { name, way, request, customerId } = this.plan;
    const { platform } = this.system;
    const creator = platform.function('order-creator');
    const idempotencyKey = `${name}-${this.system.options.chance.seed}`;
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
    await this.ask(followUp.command, async () => {
      const { functionName, event } = this.requestOf(orderId, followUp);
      const outcome = await this.system.platform.function(functionName).invoke(event);
      if (followUp.command === 'expire') return succeeded(outcome);
      return acknowledgementOf(bodyOf(outcome));
    });
  }

  private requestOf(
    orderId: string,
    { command, quantity }: FollowUp,
  ): { readonly functionName: FunctionName; readonly event: object } {
    const { request } = this.plan;
    const pathParameters = { orderId };
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
          event: apiEvent('PUT /orders/{orderId}', { pathParameters, ...withBody(body) }),
        };
      }
      case 'expire': {
        const correlationId = `expire-${this.plan.name}`;
        return { functionName: 'approval-expirer', event: { orderId, correlationId } };
      }
      default: {
        const decision = withBody({ decision: command });
        return {
          functionName: 'order-approver',
          event: apiEvent('POST /orders/{orderId}/approval', { pathParameters, ...decision }),
        };
      }
    }
  }

  /** Asks, and holds the system to what it answers. */
  private async ask(
    command: string,
    request: () => Promise<Acknowledgement | undefined>,
  ): Promise<Acknowledgement | undefined> {
    const answer = await this.caller.ask(command, request);
    if (answer === undefined) return undefined;
    this.caller.tell(command, `${answer.status} v${answer.version}`);
    this.system.journal.acknowledged(answer);
    return answer;
  }
}
