import type { CatalogueUse } from '@snacks/domain';
import { FULFILMENT_STEPS, type CreateStep, type FulfilmentPorts } from '@snacks/domain/use-cases';

import { compose } from '../composition/compose.js';
import { fulfilment } from '../composition/fulfilment.js';
import type { Adapters } from '../composition/ports.js';
import { prices } from '../composition/prices.js';
import { sweep } from '../composition/sweep.js';
import type { Authentication } from '../inbound/http/authentication.js';
import type { LambdaHandler } from '../inbound/lambda-handler.js';
import { InvocationLogger } from '../observability/logging/invocation-logger.js';
import { LoggedPublisher } from '../observability/logging/logged-publisher.js';
import type { Logger } from '../observability/logging/logger.js';
import type { Metrics } from '../observability/metrics/metrics.js';
import { topology, type FunctionName } from '../topology/topology.js';
import { approvalCloser } from './approval-closer/create-approval-closer.js';
import { approvalExpirer } from './approval-expirer/create-approval-expirer.js';
import { approvalRequester } from './approval-requester/create-approval-requester.js';
import { approvalStarter } from './approval-starter/create-approval-starter.js';
import { catalogueEditor } from './catalogue-editor/create-catalogue-editor.js';
import { catalogueReader } from './catalogue-reader/create-catalogue-reader.js';
import { eventIngestion } from './event-ingestion/create-event-ingestion.js';
import { eventRecorder } from './event-recorder/create-event-recorder.js';
import { orderApprover } from './order-approver/create-order-approver.js';
import { orderCanceller } from './order-canceller/create-order-canceller.js';
import { orderCreator } from './order-creator/create-order-creator.js';
import { orderLister } from './order-lister/create-order-lister.js';
import { CursorSigner } from './order-lister/cursor-signer.js';
import { createOrderMetrics } from './order-metrics/create-order-metrics.js';
import { orderNotifier } from './order-notifier/create-order-notifier.js';
import { orderProcessor } from './order-processor/create-order-processor.js';
import { orderReader } from './order-reader/create-order-reader.js';
import { orderRelay } from './order-relay/create-order-relay.js';
import { orderSweeper } from './order-sweeper/create-order-sweeper.js';
import { orderTimeline } from './order-timeline/create-order-timeline.js';
import { orderUpdater } from './order-updater/create-order-updater.js';

/** The options of the HTTP API's functions. Deployed functions read them from the environment. */
export interface ApiOptions {
  readonly authentication: Authentication;
  /** The secret that signs cursors. */
  readonly cursorKey: string;
}

/** What a process that runs the whole platform may change. */
export interface FunctionOptions {
  /** Hours that approvers have. @default the value in the topology */
  readonly approvalDeadlineHours?: number;
  /** Whether customers may order snacks that the catalogue does not have. @default 'optional' */
  readonly catalogueUse?: CatalogueUse;
  /** The fulfilment steps. @default those of the domain */
  readonly steps?: readonly CreateStep<FulfilmentPorts>[];
}

/** A function of the operators' API: see `createOperationsFunctions`. */
export type OperationsFunctionName = Extract<FunctionName, `operations-${string}`>;

/**
 * Creates all functions of the order flow over one set of adapters, for a process that runs the whole platform. A
 * deployed function has its own `handler.ts`, so that its bundle contains no other function.
 */
export function createFunctions(
  adapters: Adapters,
  loggerOf: (name: FunctionName) => Logger,
  metrics: Metrics,
  { authentication, cursorKey }: ApiOptions,
  {
    approvalDeadlineHours = Number(topology.parameters.APPROVAL_DEADLINE_HOURS),
    catalogueUse = 'optional',
    steps = FULFILMENT_STEPS,
  }: FunctionOptions = {},
): Readonly<Record<Exclude<FunctionName, OperationsFunctionName>, LambdaHandler>> {
  const busLogger = new InvocationLogger(loggerOf('order-relay'));
  const publisher = () => new LoggedPublisher(adapters.publisher(), busLogger);
  const composition = compose({
    ...adapters,
    publisher,
    ...fulfilment(steps, adapters),
    ...prices(catalogueUse, adapters),
    ...sweep(approvalDeadlineHours),
  });
  const cursors = new CursorSigner(cursorKey);
  const api = (name: FunctionName) => ({ logger: loggerOf(name), authentication, cursors });
  const events = (name: FunctionName) => ({ logger: loggerOf(name), metrics });
  return {
    'order-creator': orderCreator(composition, api('order-creator')),
    'order-reader': orderReader(composition, api('order-reader')),
    'order-lister': orderLister(composition, api('order-lister')),
    'order-canceller': orderCanceller(composition, api('order-canceller')),
    'order-updater': orderUpdater(composition, api('order-updater')),
    'order-approver': orderApprover(composition, api('order-approver')),
    'order-timeline': orderTimeline(composition, api('order-timeline')),
    'catalogue-reader': catalogueReader(composition, api('catalogue-reader')),
    'catalogue-editor': catalogueEditor(composition, api('catalogue-editor')),
    'event-ingestion': eventIngestion(composition, api('event-ingestion')),
    'event-recorder': eventRecorder(composition, events('event-recorder')),
    'order-relay': orderRelay(composition, events('order-relay')),
    'order-processor': orderProcessor(composition, events('order-processor')),
    'order-sweeper': orderSweeper(composition, events('order-sweeper')),
    'approval-starter': approvalStarter(composition, events('approval-starter')),
    'approval-requester': approvalRequester(composition, events('approval-requester')),
    'approval-expirer': approvalExpirer(composition, events('approval-expirer')),
    'approval-closer': approvalCloser(composition, events('approval-closer')),
    'order-notifier': orderNotifier(composition, events('order-notifier')),
    'order-metrics': createOrderMetrics(events('order-metrics')),
  };
}
