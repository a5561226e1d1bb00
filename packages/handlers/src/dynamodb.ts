import {
  createDynamoDbClient,
  createTable,
  DynamoDbApprovalTasks,
  DynamoDbEventRecords,
  DynamoDbInventory,
  DynamoDbOrderRepository,
  DynamoDbPaymentLedger,
  type ClientOptions,
} from '@snacks/adapters-aws/dynamodb';
import type {
  ApprovalTasks,
  EventRecords,
  Inventory,
  OrderRepository,
  PaymentLedger,
  StockRecords,
  UnknownSnacks,
} from '@snacks/domain';

import { SystemClock } from './composition/node-adapters.js';
import type { Logger } from './observability/logging/logger.js';
import { topology } from './topology/topology.js';

/**
 * An engine on this machine signs nothing and checks nothing, but the client wants both. It shares
 * the processor with whoever calls it, and keeps nobody waiting for a network that fails.
 */
const LOCAL: ClientOptions = {
  connectionTimeout: 20_000,
  requestTimeout: 20_000,
  region: 'local',
  credentials: async () => ({ accessKeyId: 'local', secretAccessKey: 'local' }),
};

/** Everything that the functions keep in DynamoDB. */
export interface DynamoDbStores {
  readonly orders: OrderRepository;
  readonly stock: Inventory & StockRecords;
  readonly ledger: PaymentLedger;
  readonly approvalTasks: ApprovalTasks;
  readonly eventRecords: EventRecords;
}

/** Where an engine on this machine responses. */
export interface EngineAddress {
  /** Such as `http://127.0.0.1:8000`. */
  readonly endpoint: string;
  /** The Unix domain socket that it listens on, where it has no port. */
  readonly socketPath?: string | undefined;
}

export interface DynamoDbStoresOptions extends EngineAddress {
  readonly logger: Logger;
  /** @default 'unlimited' */
  readonly unknownSnacks?: UnknownSnacks;
}

/** A client for an engine on this machine. */
export function engineClient({
  endpoint,
  socketPath,
}: EngineAddress): ReturnType<typeof createDynamoDbClient> {
  return createDynamoDbClient({ ...LOCAL, endpoint, socketPath });
}

/**
 * The stores in an engine on this machine that speaks DynamoDB, in the tables of the topology, which
 * are created where they are missing.
 */
export async function openDynamoDbStores({
  logger,
  unknownSnacks = 'unlimited',
  ...address
}: DynamoDbStoresOptions): Promise<DynamoDbStores> {
  const client = engineClient(address);
  const { orders, stock, payments, approvalTasks, eventRecords } = topology.tables;
  const retentionDays = Number(topology.parameters.RETENTION_DAYS);
  for (const table of Object.values(topology.tables)) await createTable(client, table.name, table);
  return {
    orders: new DynamoDbOrderRepository(client, {
      tableName: orders.name,
      retentionDays,
      onUnreadable: (error) =>
        logger.error('stored order cannot be read', { orderId: error.orderId, error }),
    }),
    stock: new DynamoDbInventory(client, { tableName: stock.name, unknownSnacks, retentionDays }),
    ledger: new DynamoDbPaymentLedger(client, { tableName: payments.name, retentionDays }),
    approvalTasks: new DynamoDbApprovalTasks(client, {
      tableName: approvalTasks.name,
      clock: new SystemClock(),
    }),
    eventRecords: new DynamoDbEventRecords(client, { tableName: eventRecords.name, retentionDays }),
  };
}
