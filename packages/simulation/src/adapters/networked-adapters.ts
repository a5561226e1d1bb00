import {
  orderIdOf,
  type Change,
  type Clock,
  type DeadLetters,
  type EventPublisher,
  type Inventory,
  type Notifications,
  type Order,
  type OrderKey,
  type OrderRepository,
  type Payments,
} from '@snacks/domain';
import type { Adapters } from '@snacks/handlers';

import type { ChangeCell } from '../checkers/coverage.js';
import type { Network } from '../world/network.js';
import type { OrderLabels } from '../workload/order-labels.js';

/** The adapters, with the network between them and their callers. */
export function throughNetwork(
  adapters: Adapters,
  network: Network,
  labels: OrderLabels,
  clock: Clock,
): Adapters {
  const orders = ordersThrough(adapters.orders(), network, labels);
  const publisher = publisherThrough(adapters.publisher(), network, labels);
  const inventory = inventoryThrough(adapters.inventory(), network, labels);
  const payments = paymentsThrough(adapters.payments(), network, labels);
  const notifications = notificationsThrough(adapters.notifications(), network, labels);
  const deadLetters = deadLettersThrough(adapters.deadLetters(), network, labels);
  return {
    ...adapters,
    clock: () => clock,
    orders: () => orders,
    publisher: () => publisher,
    inventory: () => inventory,
    payments: () => payments,
    notifications: () => notifications,
    deadLetters: () => deadLetters,
    ...approvalThrough(adapters, network, labels),
    ...externalEventsThrough(adapters, network, labels),
  };
}

/** The ports of the approval workflow. */
function approvalThrough(
  adapters: Adapters,
  network: Network,
  labels: OrderLabels,
): Pick<Adapters, 'approvalTasks' | 'approvalWorkflow' | 'approvers'> {
  const tasks = adapters.approvalTasks();
  const workflow = adapters.approvalWorkflow();
  const approvers = adapters.approvers();
  const call = async <T>(operation: string, id: string, effect: () => Promise<T>): Promise<T> =>
    network.call({ operation, subject: labels.of(id), effect });
  return {
    approvalTasks: () => ({
      add: async (orderId, token) =>
        call('tokens.add', orderId, async () => tasks.add(orderId, token)),
      tokensOf: async (orderId) =>
        call('tokens.tokensOf', orderId, async () => tasks.tokensOf(orderId)),
    }),
    approvalWorkflow: () => ({
      start: async (input) =>
        call('workflow.start', input.orderId, async () => workflow.start(input)),
      release: async (token) =>
        call('workflow.release', 'a token', async () => workflow.release(token)),
    }),
    approvers: () => ({
      ask: async (request) =>
        call('approvers.ask', request.orderId, async () => approvers.ask(request)),
    }),
  };
}

/** The ports of external events. */
function externalEventsThrough(
  adapters: Adapters,
  network: Network,
  labels: OrderLabels,
): Pick<Adapters, 'eventQueue' | 'eventRecords'> {
  const queue = adapters.eventQueue();
  const records = adapters.eventRecords();
  const call = async <T>(operation: string, id: string, effect: () => Promise<T>): Promise<T> =>
    network.call({ operation, subject: labels.of(id), effect });
  return {
    eventQueue: () => ({
      enqueue: async (event) => {
        labels.name(event.eventId, `event of ${event.source}`);
        return call('events.enqueue', event.eventId, async () => queue.enqueue(event));
      },
    }),
    eventRecords: () => ({
      add: async (record) => call('records.add', record.eventId, async () => records.add(record)),
      find: async (eventId) => call('records.find', eventId, async () => records.find(eventId)),
    }),
  };
}

function cellOf({ history }: Order): { change?: ChangeCell } {
  const last = history.at(-1);
  if (last === undefined) return {};
  return { change: { from: history.at(-2)?.status ?? '-', command: last.command } };
}

function ordersThrough(
  orders: OrderRepository,
  network: Network,
  labels: OrderLabels,
): OrderRepository {
  const about = ({ order }: Change) => ({ subject: labels.ofChange(order), ...cellOf(order) });
  return {
    add: async (change, requestHash) => {
      const { orderId, customerName } = change.order;
      labels.name(orderId, customerName);
      const effect = async () => orders.add(change, requestHash);
      return network.call({ operation: 'orders.add', ...about(change), effect });
    },
    save: async (change) =>
      network.call({
        operation: 'orders.save',
        ...about(change),
        effect: async () => orders.save(change),
      }),
    find: async (orderId) =>
      network.call({
        operation: 'orders.find',
        subject: labels.of(orderId),
        effect: async () => orders.find(orderId),
      }),
    list: async (query) =>
      network.call({
        operation: 'orders.list',
        subject: query.status ?? 'any',
        effect: async () => orders.list(query),
      }),
    lastEvents: async (orderId) =>
      network.call({
        operation: 'orders.lastEvents',
        subject: labels.of(orderId),
        effect: async () => orders.lastEvents(orderId),
      }),
  };
}

function publisherThrough(
  bus: EventPublisher,
  network: Network,
  labels: OrderLabels,
): EventPublisher {
  return {
    publish: async (events) =>
      network.call({
        operation: 'bus.publish',
        subject: events.map((event) => labels.ofEvent(event)).join(', '),
        effect: async () => bus.publish(events),
        partly: async (sequence) => {
          const refused = events.filter(() => sequence.happens(0.5));
          const failures = await bus.publish(events.filter((event) => !refused.includes(event)));
          const code = 'ThrottlingException';
          return [
            ...failures,
            ...refused.map(({ detail }) => ({
              eventId: detail.metadata.eventId,
              code,
              final: false,
            })),
          ];
        },
      }),
  };
}

function deadLettersThrough(
  deadLetters: DeadLetters,
  network: Network,
  labels: OrderLabels,
): DeadLetters {
  return {
    add: async (letter) =>
      network.call({
        operation: 'deadLetters.add',
        subject: labels.ofEvent(letter.event),
        effect: async () => deadLetters.add(letter),
      }),
  };
}

function inventoryThrough(stock: Inventory, network: Network, labels: OrderLabels): Inventory {
  const call = async <T>(name: string, order: OrderKey, effect: () => Promise<T>): Promise<T> =>
    network.call({ operation: `stock.${name}`, subject: labels.of(orderIdOf(order)), effect });
  return {
    reserve: async (order, lines) =>
      call('reserve', order, async () => stock.reserve(order, lines)),
    release: async (order, lines) =>
      call('release', order, async () => stock.release(order, lines)),
    confirm: async (order, lines) =>
      call('confirm', order, async () => stock.confirm(order, lines)),
  };
}

function paymentsThrough(payments: Payments, network: Network, labels: OrderLabels): Payments {
  const call = async <T>(name: string, order: OrderKey, effect: () => Promise<T>): Promise<T> =>
    network.call({ operation: `payments.${name}`, subject: labels.of(orderIdOf(order)), effect });
  return {
    authorise: async (request) =>
      call('authorise', request.order, async () => payments.authorise(request)),
    capture: async (order) => call('capture', order, async () => payments.capture(order)),
    refund: async (order) => call('refund', order, async () => payments.refund(order)),
  };
}

function notificationsThrough(
  notifications: Notifications,
  network: Network,
  labels: OrderLabels,
): Notifications {
  return {
    notify: async (event) =>
      network.call({
        operation: 'notifications.notify',
        subject: labels.ofEvent(event),
        effect: async () => notifications.notify(event),
      }),
  };
}
