import type { Change, Order } from '@snacks/domain';
import {
  orderIdOf,
  type ApprovalTasks,
  type ApprovalWorkflow,
  type Approvers,
  type Catalogue,
  type Clock,
  type DeadLetters,
  type EventPublisher,
  type EventQueue,
  type EventRecords,
  type Inventory,
  type Notifications,
  type OrderKey,
  type OrderRepository,
  type Payments,
} from '@snacks/domain/ports';
import type { Adapters } from '@snacks/handlers';

import type { ChangeCell } from '../checkers/coverage.js';
import type { Network } from '../world/network.js';
import type { OrderLabels } from '../workload/order-labels.js';

/** The network of a run, and the names of its orders. */
interface Connection {
  readonly network: Network;
  readonly labels: OrderLabels;
}

/**
 * The adapters, with the network between them and their callers. A port that is missing here does not
 * compile: its faults would never be simulated.
 */
export function throughNetwork(
  adapters: Adapters,
  network: Network,
  labels: OrderLabels,
  clock: Clock,
): Adapters {
  const connection = { network, labels };
  const through = <Port>(
    adapter: () => Port,
    connect: (port: Port, connection: Connection) => Port,
  ): (() => Port) => {
    const port = connect(adapter(), connection);
    return () => port;
  };
  return {
    clock: () => clock,
    ids: adapters.ids, // its calls stay in the process
    orders: through(adapters.orders, ordersThrough),
    publisher: through(adapters.publisher, publisherThrough),
    deadLetters: through(adapters.deadLetters, deadLettersThrough),
    inventory: through(adapters.inventory, inventoryThrough),
    payments: through(adapters.payments, paymentsThrough),
    notifications: through(adapters.notifications, notificationsThrough),
    eventQueue: through(adapters.eventQueue, eventQueueThrough),
    eventRecords: through(adapters.eventRecords, eventRecordsThrough),
    approvalTasks: through(adapters.approvalTasks, approvalTasksThrough),
    approvalWorkflow: through(adapters.approvalWorkflow, approvalWorkflowThrough),
    approvers: through(adapters.approvers, approversThrough),
    catalogue: through(adapters.catalogue, catalogueThrough),
  };
}

function approvalTasksThrough(
  tasks: ApprovalTasks,
  { network, labels }: Connection,
): ApprovalTasks {
  const call = async <T>(name: string, orderId: string, effect: () => Promise<T>): Promise<T> =>
    network.call({ operation: `tokens.${name}`, subject: labels.of(orderId), effect });
  return {
    add: async (orderId, token) => call('add', orderId, async () => tasks.add(orderId, token)),
    tokensOf: async (orderId) => call('tokensOf', orderId, async () => tasks.tokensOf(orderId)),
  };
}

function approvalWorkflowThrough(
  workflow: ApprovalWorkflow,
  { network, labels }: Connection,
): ApprovalWorkflow {
  return {
    start: async (input) =>
      network.call({
        operation: 'workflow.start',
        subject: labels.of(input.orderId),
        effect: async () => workflow.start(input),
      }),
    release: async (token) =>
      network.call({
        operation: 'workflow.release',
        subject: 'a token',
        effect: async () => workflow.release(token),
      }),
  };
}

function approversThrough(approvers: Approvers, { network, labels }: Connection): Approvers {
  return {
    ask: async (request) =>
      network.call({
        operation: 'approvers.ask',
        subject: labels.of(request.orderId),
        effect: async () => approvers.ask(request),
      }),
  };
}

function catalogueThrough(catalogue: Catalogue, { network }: Connection): Catalogue {
  const call = async <T>(name: string, subject: string, effect: () => Promise<T>): Promise<T> =>
    network.call({ operation: `catalogue.${name}`, subject, effect });
  return {
    read: async () => call('read', 'all snacks', async () => catalogue.read()),
    put: async (snack) => call('put', snack.name, async () => catalogue.put(snack)),
    remove: async (name) => call('remove', name, async () => catalogue.remove(name)),
  };
}

function eventQueueThrough(queue: EventQueue, { network, labels }: Connection): EventQueue {
  return {
    enqueue: async (event) => {
      labels.name(event.eventId, `event of ${event.source}`);
      return network.call({
        operation: 'events.enqueue',
        subject: labels.of(event.eventId),
        effect: async () => queue.enqueue(event),
      });
    },
  };
}

function eventRecordsThrough(records: EventRecords, { network, labels }: Connection): EventRecords {
  const call = async <T>(name: string, eventId: string, effect: () => Promise<T>): Promise<T> =>
    network.call({ operation: `records.${name}`, subject: labels.of(eventId), effect });
  return {
    add: async (record) => call('add', record.eventId, async () => records.add(record)),
    find: async (eventId) => call('find', eventId, async () => records.find(eventId)),
  };
}

function cellOf({ history }: Order): { change?: ChangeCell } {
  const last = history.at(-1);
  if (last === undefined) return {};
  return { change: { from: history.at(-2)?.status ?? '-', command: last.command } };
}

function ordersThrough(orders: OrderRepository, { network, labels }: Connection): OrderRepository {
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

function publisherThrough(bus: EventPublisher, { network, labels }: Connection): EventPublisher {
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
  { network, labels }: Connection,
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

function inventoryThrough(stock: Inventory, { network, labels }: Connection): Inventory {
  const call = async <T>(name: string, order: OrderKey, effect: () => Promise<T>): Promise<T> =>
    network.call({ operation: `stock.${name}`, subject: labels.of(orderIdOf(order)), effect });
  return {
    prepare: async (order, lines) => {
      const reservation = await call('prepare', order, async () => stock.prepare(order, lines));
      return { hold: async () => call('holdAll', order, async () => reservation.hold()) };
    },
    release: async (order, lines) =>
      call('release', order, async () => stock.release(order, lines)),
    confirm: async (order, lines) =>
      call('confirm', order, async () => stock.confirm(order, lines)),
  };
}

function paymentsThrough(payments: Payments, { network, labels }: Connection): Payments {
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
  { network, labels }: Connection,
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
