import { createHandler as createApprovalCloser } from './approval-closer/create-handler.js';
import { createHandler as createApprovalExpirer } from './approval-expirer/create-handler.js';
import { createHandler as createApprovalRequester } from './approval-requester/create-handler.js';
import { createHandler as createApprovalStarter } from './approval-starter/create-handler.js';
import { compose, type Adapters, type Settings } from './composition/container.js';
import { TOKENS } from './composition/tokens.js';
import { createHandler as createEventIntake } from './event-intake/create-handler.js';
import { createHandler as createEventRecorder } from './event-recorder/create-handler.js';
import type { ApiDependencies } from './http/api-handler.js';
import type { Authentication } from './http/authentication.js';
import type { LambdaHandler } from './lambda-handler.js';
import { InvocationLogger } from './logging/invocation-logger.js';
import { LoggedPublisher } from './logging/logged-publisher.js';
import type { Logger } from './logging/logger.js';
import type { Metrics } from './metrics/metrics.js';
import { createHandler as createOrderApprover } from './order-approver/create-handler.js';
import { createHandler as createOrderCanceller } from './order-canceller/create-handler.js';
import { createHandler as createOrderCreator } from './order-creator/create-handler.js';
import { createHandler as createOrderLister } from './order-lister/create-handler.js';
import { createHandler as createOrderMetrics } from './order-metrics/create-handler.js';
import { createHandler as createOrderNotifier } from './order-notifier/create-handler.js';
import { CursorSigner } from './order-lister/cursor-signer.js';
import { createHandler as createOrderProcessor } from './order-processor/create-handler.js';
import { createHandler as createOrderReader } from './order-reader/create-handler.js';
import { createHandler as createOrderRelay } from './order-relay/create-handler.js';
import { createHandler as createOrderSweeper } from './order-sweeper/create-handler.js';
import { createHandler as createOrderTimeline } from './order-timeline/create-handler.js';
import { createHandler as createOrderUpdater } from './order-updater/create-handler.js';
import type { FunctionName } from './topology.js';

/** What the functions of the HTTP API read from their environment beside what adapters need. */
export interface ApiSettings {
  readonly authentication: Authentication;
  /** The secret that cursors are signed with. */
  readonly cursorKey: string;
}

/**
 * All functions of the platform over one set of adapters: for a process that is the whole platform.
 * A deployed function has an entry of its own, which holds nothing else.
 */
export function createFunctions(
  adapters: Adapters,
  loggerOf: (name: FunctionName) => Logger,
  metrics: Metrics,
  { authentication, cursorKey }: ApiSettings,
  settings?: Settings,
): Readonly<Record<FunctionName, LambdaHandler>> {
  const busLogger = new InvocationLogger(loggerOf('order-relay'));
  const publisher = () => new LoggedPublisher(adapters.publisher(), busLogger);
  const composition = compose({ ...adapters, publisher }, settings);
  const api = (name: FunctionName): ApiDependencies => ({ logger: loggerOf(name), authentication });
  return {
    'order-creator': createOrderCreator({
      placeOrder: composition.get(TOKENS.placeOrder),
      ...api('order-creator'),
    }),
    'order-reader': createOrderReader({
      getOrder: composition.get(TOKENS.getOrder),
      ...api('order-reader'),
    }),
    'order-lister': createOrderLister({
      listOrders: composition.get(TOKENS.listOrders),
      cursors: new CursorSigner(cursorKey),
      ...api('order-lister'),
    }),
    'order-canceller': createOrderCanceller({
      cancelOrder: composition.get(TOKENS.cancelOrder),
      ...api('order-canceller'),
    }),
    'order-updater': createOrderUpdater({
      updateOrder: composition.get(TOKENS.updateOrder),
      ...api('order-updater'),
    }),
    'order-approver': createOrderApprover({
      decideApproval: composition.get(TOKENS.decideApproval),
      ...api('order-approver'),
    }),
    'order-timeline': createOrderTimeline({
      getOrder: composition.get(TOKENS.getOrder),
      ...api('order-timeline'),
    }),
    'event-intake': createEventIntake({
      takeEvent: composition.get(TOKENS.takeEvent),
      ...api('event-intake'),
    }),
    'event-recorder': createEventRecorder({
      placeOrder: composition.get(TOKENS.placeOrder),
      recordEvent: composition.get(TOKENS.recordEvent),
      logger: loggerOf('event-recorder'),
    }),
    'order-relay': createOrderRelay({
      relayEvents: composition.get(TOKENS.relayEvents),
      logger: loggerOf('order-relay'),
    }),
    'order-processor': createOrderProcessor({
      processOrder: composition.get(TOKENS.processOrder),
      logger: loggerOf('order-processor'),
    }),
    'order-sweeper': createOrderSweeper({
      republishStuckOrders: composition.get(TOKENS.republishStuckOrders),
      metrics,
      logger: loggerOf('order-sweeper'),
    }),
    'approval-starter': createApprovalStarter({
      startApproval: composition.get(TOKENS.startApproval),
      logger: loggerOf('approval-starter'),
    }),
    'approval-requester': createApprovalRequester({
      requestApproval: composition.get(TOKENS.requestApproval),
      logger: loggerOf('approval-requester'),
    }),
    'approval-expirer': createApprovalExpirer({
      decideApproval: composition.get(TOKENS.decideApproval),
      logger: loggerOf('approval-expirer'),
    }),
    'approval-closer': createApprovalCloser({
      closeApproval: composition.get(TOKENS.closeApproval),
      logger: loggerOf('approval-closer'),
    }),
    'order-notifier': createOrderNotifier({
      tellOfChange: composition.get(TOKENS.tellOfChange),
      logger: loggerOf('order-notifier'),
    }),
    'order-metrics': createOrderMetrics({ metrics, logger: loggerOf('order-metrics') }),
  };
}
