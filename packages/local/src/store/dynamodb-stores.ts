import {
  createTable,
  DynamoDbApprovalTasks,
  DynamoDbCatalogue,
  DynamoDbEventRecords,
  DynamoDbInventory,
  DynamoDbOrderRepository,
  DynamoDbPaymentLedger,
  engineClient,
  type EngineAddress,
} from '@snacks/adapters-aws/dynamodb';
import { DynamoDbActionLog } from '@snacks/adapters-aws/operations';
import type {
  ApprovalTasks,
  Catalogue,
  EventRecords,
  Inventory,
  OrderRepository,
  StockRecords,
  UnknownSnacks,
} from '@snacks/domain/ports';
import type { PaymentLedger } from '@snacks/domain/payment-simulator';
import { logUnreadableOrder, SystemClock, topology, type Logger } from '@snacks/handlers';
import type { ActionLog } from '@snacks/operations';

/** The ports that the functions keep in DynamoDB. */
export interface DynamoDbStores {
  readonly orders: OrderRepository;
  readonly stock: Inventory & StockRecords;
  readonly ledger: PaymentLedger;
  readonly approvalTasks: ApprovalTasks;
  readonly eventRecords: EventRecords;
  readonly catalogue: Catalogue;
  readonly actions: ActionLog;
}

export interface DynamoDbStoresOptions extends EngineAddress {
  /** The client that the adapters share. @default a new client for the engine */
  readonly client?: ReturnType<typeof engineClient>;
  /** Logs each stored order that cannot be read. */
  readonly logger: Logger;
  /** @default 'unlimited' */
  readonly unknownSnacks?: UnknownSnacks;
}

/**
 * Opens the DynamoDB adapters on an engine of this machine, in the tables of the topology. Creates
 * the tables that are missing.
 */
export async function openDynamoDbStores({
  logger,
  unknownSnacks = 'unlimited',
  endpoint,
  socketPath,
  client = engineClient({ endpoint, socketPath }),
}: DynamoDbStoresOptions): Promise<DynamoDbStores> {
  const { orders, stock, payments, approvalTasks, eventRecords, catalogue, operatorActions } =
    topology.tables;
  const retentionDays = Number(topology.parameters.RETENTION_DAYS);
  for (const table of Object.values(topology.tables)) await createTable(client, table.name, table);
  return {
    orders: new DynamoDbOrderRepository(client, {
      tableName: orders.name,
      retentionDays,
      onUnreadable: logUnreadableOrder(logger),
    }),
    stock: new DynamoDbInventory(client, { tableName: stock.name, unknownSnacks }),
    ledger: new DynamoDbPaymentLedger(client, { tableName: payments.name, retentionDays }),
    approvalTasks: new DynamoDbApprovalTasks(client, {
      tableName: approvalTasks.name,
      clock: new SystemClock(),
    }),
    eventRecords: new DynamoDbEventRecords(client, { tableName: eventRecords.name, retentionDays }),
    catalogue: new DynamoDbCatalogue(client, { tableName: catalogue.name }),
    actions: new DynamoDbActionLog(client, {
      tableName: operatorActions.name,
      clock: new SystemClock(),
      retentionDays,
    }),
  };
}
