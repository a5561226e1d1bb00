import { createApprovalCloser } from './approval-closer/create-approval-closer.js';
import { createApprovalExpirer } from './approval-expirer/create-approval-expirer.js';
import { createApprovalRequester } from './approval-requester/create-approval-requester.js';
import { createApprovalStarter } from './approval-starter/create-approval-starter.js';
import { compose, type Adapters, type CompositionOptions } from '../composition/container.js';
import { TOKENS } from '../composition/tokens.js';
import { createEventIngestion } from './event-ingestion/create-event-ingestion.js';
import { createEventRecorder } from './event-recorder/create-event-recorder.js';
import type { ApiDependencies } from '../inbound/http/api-handler.js';
import type { Authentication } from '../inbound/http/authentication.js';
import type { LambdaHandler } from '../inbound/lambda-handler.js';
import { InvocationLogger } from '../observability/logging/invocation-logger.js';
import { LoggedPublisher } from '../observability/logging/logged-publisher.js';
import type { Logger } from '../observability/logging/logger.js';
import type { Metrics } from '../observability/metrics/metrics.js';
import { createOrderApprover } from './order-approver/create-order-approver.js';
import { createOrderCanceller } from './order-canceller/create-order-canceller.js';
import { createOrderCreator } from './order-creator/create-order-creator.js';
import { createOrderLister } from './order-lister/create-order-lister.js';
import { createOrderMetrics } from './order-metrics/create-order-metrics.js';
import { createOrderNotifier } from './order-notifier/create-order-notifier.js';
import { CursorSigner } from './order-lister/cursor-signer.js';
import { createOrderProcessor } from './order-processor/create-order-processor.js';
import { createOrderReader } from './order-reader/create-order-reader.js';
import { createOrderRelay } from './order-relay/create-order-relay.js';
import { createOrderSweeper } from './order-sweeper/create-order-sweeper.js';
import { createOrderTimeline } from './order-timeline/create-order-timeline.js';
import { createOrderUpdater } from './order-updater/create-order-updater.js';
import type { FunctionName } from '../topology/topology.js';

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
  options?: CompositionOptions,
): Readonly<Record<FunctionName, LambdaHandler>> {
  const busLogger = new InvocationLogger(loggerOf('order-relay'));
  const publisher = () => new LoggedPublisher(adapters.publisher(), busLogger);
  const composition = compose({ ...adapters, publisher }, options);
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
    'event-ingestion': createEventIngestion({
      ingestEvent: composition.get(TOKENS.ingestEvent),
      ...api('event-ingestion'),
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
      notifyCustomer: composition.get(TOKENS.notifyCustomer),
      logger: loggerOf('order-notifier'),
    }),
    'order-metrics': createOrderMetrics({ metrics, logger: loggerOf('order-metrics') }),
  };
}
