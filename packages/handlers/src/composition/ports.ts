import type {
  ApprovalTasks,
  ApprovalWorkflow,
  Approvers,
  Catalogue,
  Clock,
  DeadLetters,
  EventPublisher,
  EventQueue,
  EventRecords,
  IdGenerator,
  Inventory,
  Notifications,
  OrderRepository,
  Payments,
} from '@snacks/domain/ports';
import type {
  FulfilmentPorts,
  FulfilmentStep,
  PriceList,
  SweepSettings,
} from '@snacks/domain/use-cases';

/** Every port of the domain, by its name in the composition. Only this list names the ports. */
export interface Ports {
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly orders: OrderRepository;
  readonly publisher: EventPublisher;
  readonly deadLetters: DeadLetters;
  readonly inventory: Inventory;
  readonly payments: Payments;
  readonly notifications: Notifications;
  readonly eventQueue: EventQueue;
  readonly eventRecords: EventRecords;
  readonly approvalTasks: ApprovalTasks;
  readonly approvalWorkflow: ApprovalWorkflow;
  readonly approvers: Approvers;
  readonly catalogue: Catalogue;
}

/** What the constructors of use cases take, by name: the ports, and what is made of them or set. */
export interface Services extends Ports {
  /** The prices that orders are checked with. */
  readonly priceList: PriceList;
  /** The fulfilment steps, in the order in which they run. */
  readonly steps: readonly FulfilmentStep[];
  /** When the sweeper publishes events again. */
  readonly sweep: SweepSettings;
}

/** The name of a service. */
export type ServiceName = keyof Services;

/** Creates each of some services: once, when a use case first needs it. */
export type Providers<Provided> = { readonly [Name in keyof Provided]: () => Provided[Name] };

/** The adapters of all ports. */
export type Adapters = Providers<Ports>;

/** The adapters of the ports that the fulfilment steps need. */
export type FulfilmentAdapters = Providers<FulfilmentPorts>;
