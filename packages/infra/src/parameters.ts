import {
  AUTHENTICATIONS,
  CATALOGUE_USES,
  isOrigin,
  LOG_LEVELS,
  NAMES,
  ORDERS_A_SECOND,
  topology,
  UNKNOWN_SNACKS,
  type Authentication,
  type CatalogueUse,
  type ChangedConcurrency,
  type LogLevel,
  type QueueName,
  type UnknownSnacks,
} from '@snacks/handlers';

/** The deployment parameters. An operator sets each of them by `-c name=value`. */
export interface DeploymentParameters {
  /** The suffix of every name, except in the default stage. @default 'dev' */
  readonly stage: string;
  /** The lowest level that the functions log. @default 'info' */
  readonly logLevel: LogLevel;
  /**
   * Percent of the orders whose info records are logged. The log has all of them of an order's change, or
   * none. Warnings and errors are always logged. @default 100
   */
  readonly logSampling: number;
  /** Days that a consumed queue keeps an undelivered message. @default the topology's value */
  readonly queueRetentionDays: number | undefined;
  /**
   * Receives of a failing message until it is a dead letter. @default the topology's value; 8 if no
   * concurrency is reserved, because a throttled poll counts as a receive
   */
  readonly maxReceiveCount: number | undefined;
  /**
   * Days that an ended order is kept. It outlives its dead letters, because their redrive needs it.
   * @default the topology's value
   */
  readonly orderRetentionDays: number | undefined;
  /** Whether customers may order snacks without a stock record. @default the topology's value */
  readonly unknownSnacks: UnknownSnacks | undefined;
  /** Whether customers may order snacks that the catalogue does not have. @default the topology's value */
  readonly catalogue: CatalogueUse | undefined;
  /** Whether the API requires a token. @default 'open' for `dev`, 'jwt' for other stages */
  readonly auth: Authentication;
  /** Origins whose pages may call the API, such as `https://snacks.example`. @default none */
  readonly corsOrigins: readonly string[];
  /** Receives alarms, budget mails and cost anomalies. @default none; `prod` requires one */
  readonly alarmEmail: string | undefined;
  /** Hours that approvers have for a decision. They are reminded halfway. @default 24 */
  readonly approvalDeadlineHours: number;
  /**
   * Sender of the user pool's mails. SES must have verified its domain in the same region.
   * @default Cognito's own sender, limited to about 50 mails a day
   */
  readonly senderEmail: string | undefined;
  /** Receives the requests to approve orders of high priority. @default none: subscribe to the topic */
  readonly approverEmail: string | undefined;
  /** US dollars a month. Mails are sent at 80 %, and at a forecast of 100 %. 0: no budget. @default 50 */
  readonly monthlyBudget: number;
  /**
   * Whether an anomaly monitor watches the costs of the stage. Only the management account of an
   * organisation can create a monitor on a cost-allocation tag. @default false
   */
  readonly costAnomalies: boolean;
  /** Days that logs are kept. @default 30 */
  readonly logRetentionDays: LogRetentionDays;
  /** Whether data and keys outlive the stack. @default false for `dev`, true for other stages */
  readonly retainData: boolean;
  /**
   * Whether the stage has a KMS key of its own, at $1 a month. Without it, the tables and logs are
   * encrypted with keys that AWS owns, at no charge. @default false for `dev`, true for other stages
   */
  readonly customerKey: boolean;
  /**
   * `POST /orders` per second, of all callers together. The other routes keep their proportion to it, and a
   * burst is twice the rate, up to the account's limit. @default the topology's value
   */
  readonly apiRate: number;
  /** The maximum number of concurrent batches of each queue that a deployment names. @default the topology's */
  readonly maximumConcurrency: ChangedConcurrency;
  /**
   * Batches of a shard that the relay gets at once. An item's records keep their order.
   * @default the topology's value; 1 if no concurrency is reserved, because the account has too little
   */
  readonly relayParallelization: number;
  /** Orders of each state that a run of the sweeper reads. @default the topology's value */
  readonly sweeperPage: number;
  /**
   * The shards of each group of states in the index by status. It can be raised while orders are written. A
   * lower number hides the orders of the removed shards from listings until they are written again.
   * @default the topology's value
   */
  readonly indexShards: number;
  /** The alarms and the dashboard. @default 'essential' for `dev`, 'full' for other stages */
  readonly monitoring: Monitoring;
  /**
   * Whether concurrency is reserved: for the consumers of queues, so that no poll is throttled, and
   * for functions that must not run in parallel. An account with a quota of 10 cannot reserve any,
   * because AWS requires 10 unreserved instances. @default true
   */
  readonly reserveConcurrency: boolean;
  /**
   * How traffic moves to a new version of the request path's functions and of the processor.
   * @default 'AllAtOnce' for `dev`, 'Canary10Percent5Minutes' for other stages
   */
  readonly rollout: RolloutMode;
}

/** How traffic moves to a new version: the names of CodeDeploy's configurations for Lambda. */
export const ROLLOUT_MODES = [
  'AllAtOnce',
  'Canary10Percent5Minutes',
  'Canary10Percent10Minutes',
  'Canary10Percent15Minutes',
  'Canary10Percent30Minutes',
  'Linear10PercentEvery1Minute',
  'Linear10PercentEvery2Minutes',
  'Linear10PercentEvery3Minutes',
  'Linear10PercentEvery10Minutes',
] as const;

export type RolloutMode = (typeof ROLLOUT_MODES)[number];

/**
 * What watches a stage. `full`: an alarm for each failure in docs/alarms.md, and a dashboard.
 * `essential`: only the alarms on what clients are guaranteed, and no dashboard.
 */
export const MONITORING = ['essential', 'full'] as const;

export type Monitoring = (typeof MONITORING)[number];

/** The stage whose resources have exactly the names of the topology. */
export const DEFAULT_STAGE = 'dev';

/** Invalid deployment parameters. The message lists each of them, with its valid values. */
export class ParametersError extends Error {
  readonly code = 'PARAMETERS_INVALID';
  override readonly name = 'ParametersError';
}

/**
 * The retention times that CloudWatch Logs supports, in days. They are repeated here because CDK's own
 * list loads CDK, which slows `npm run ship -- --help` down by a second. A test compares the two.
 */
export const LOG_RETENTIONS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
  3653,
] as const;

/** A retention time of logs, in days. */
export type LogRetentionDays = (typeof LOG_RETENTIONS)[number];

interface Parameter<T> {
  /** The valid values, as a phrase for error messages. */
  readonly expected: string;
  /** Parses a value; returns `undefined` if it is invalid. */
  readonly read: (value: string) => T | undefined;
}

function wholeNumber(min: number, max: number): Parameter<number> {
  return {
    expected: `a whole number from ${min} to ${max}`,
    read: (value) => {
      const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
      return number >= min && number <= max ? number : undefined;
    },
  };
}

const CONSUMED_QUEUES: readonly QueueName[] = topology.queueConsumers.map(({ queue }) => queue);

/** A number for each of some queues, such as `order-processing=50,order-metrics=10`. */
function perQueue(min: number, max: number): Parameter<ChangedConcurrency> {
  const number = wholeNumber(min, max);
  return {
    expected: `a list such as order-processing=50,order-metrics=10: each of ${CONSUMED_QUEUES.join(', ')} at most once, with ${number.expected}`,
    read: (value) => {
      const numbers = new Map<QueueName, number>();
      for (const entry of value.split(',')) {
        const [name, text = '', ...more] = entry.trim().split('=');
        const queue = CONSUMED_QUEUES.find((one) => one === name);
        const read = number.read(text);
        if (queue === undefined || read === undefined || more.length > 0) return undefined;
        if (numbers.has(queue)) return undefined;
        numbers.set(queue, read);
      }
      return numbers;
    },
  };
}

const yesOrNo: Parameter<boolean> = {
  expected: 'true or false',
  read: (value) => (value === 'true' ? true : value === 'false' ? false : undefined),
};

const emailAddress: Parameter<string> = {
  expected: 'an e-mail address',
  read: (value) => (/^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(value) ? value : undefined),
};

/** Two weeks: well below the 30 days for which approval tokens are kept. */
const MAX_APPROVAL_HOURS = 14 * 24;

const PARAMETERS = {
  stage: {
    expected:
      '1 to 12 lower-case letters and digits that begin with a letter and are not the suffix of a resource name (such as dlq)',
    read: (value) =>
      /^[a-z][a-z0-9]{0,11}$/.test(value) && !NAMES.some((name) => name.endsWith(`-${value}`))
        ? value
        : undefined,
  },
  logLevel: {
    expected: `one of ${LOG_LEVELS.join(', ')}`,
    read: (value) => LOG_LEVELS.find((level) => level === value),
  },
  logSampling: wholeNumber(0, 100),
  queueRetentionDays: wholeNumber(1, 14),
  maxReceiveCount: wholeNumber(1, 100),
  orderRetentionDays: wholeNumber(30, 3_650),
  unknownSnacks: {
    expected: `one of ${UNKNOWN_SNACKS.join(', ')}`,
    read: (value) => UNKNOWN_SNACKS.find((choice) => choice === value),
  },
  catalogue: {
    expected: `one of ${CATALOGUE_USES.join(', ')}`,
    read: (value) => CATALOGUE_USES.find((choice) => choice === value),
  },
  auth: {
    expected: `one of ${AUTHENTICATIONS.join(', ')}`,
    read: (value) => AUTHENTICATIONS.find((authentication) => authentication === value),
  },
  corsOrigins: {
    expected: 'origins such as https://snacks.example, separated by commas, without *',
    read: (value) => {
      const origins = value.split(',').map((origin) => origin.trim());
      return origins.every(isOrigin) ? origins : undefined;
    },
  },
  alarmEmail: emailAddress,
  approvalDeadlineHours: wholeNumber(1, MAX_APPROVAL_HOURS),
  senderEmail: emailAddress,
  approverEmail: emailAddress,
  monthlyBudget: wholeNumber(0, 1_000_000),
  costAnomalies: yesOrNo,
  logRetentionDays: {
    expected: `one of ${LOG_RETENTIONS.join(', ')}`,
    read: (value) => LOG_RETENTIONS.find((days) => `${days}` === value),
  },
  retainData: yesOrNo,
  customerKey: yesOrNo,
  apiRate: wholeNumber(10, 5_000),
  maximumConcurrency: perQueue(2, 1_000),
  relayParallelization: wholeNumber(1, 10),
  sweeperPage: wholeNumber(100, 100_000),
  indexShards: wholeNumber(8, 200),
  monitoring: {
    expected: `one of ${MONITORING.join(', ')}`,
    read: (value) => MONITORING.find((choice) => choice === value),
  },
  reserveConcurrency: yesOrNo,
  rollout: {
    expected: `one of ${ROLLOUT_MODES.join(', ')}`,
    read: (value) => ROLLOUT_MODES.find((mode) => mode === value),
  },
} as const satisfies {
  readonly [K in keyof DeploymentParameters]: Parameter<DeploymentParameters[K]>;
};

/** The raw values of `-c` and of cdk.json. */
export type Context = Readonly<Record<string, unknown>>;

/** Reads parameters one by one, and collects the problems. */
class ParametersReader {
  readonly problems: string[] = [];

  constructor(private readonly context: Context) {
    const names = Object.keys(PARAMETERS);
    // Keys with a colon, or with a leading at sign, are CDK's own.
    const unknown = Object.keys(context).filter((key) => !/^@|:/.test(key) && !names.includes(key));
    for (const key of unknown) {
      this.problems.push(`Unknown parameter ${key}. Valid parameters: ${names.join(', ')}`);
    }
  }

  read<T>(name: keyof DeploymentParameters, parameter: Parameter<T>, defaultValue: T): T {
    const given = this.context[name];
    if (given === undefined) return defaultValue;
    const value = parameter.read(typeof given === 'string' ? given : JSON.stringify(given));
    if (value !== undefined) return value;
    this.problems.push(`${name} must be ${parameter.expected}, not ${JSON.stringify(given)}`);
    return defaultValue;
  }
}

/**
 * Reads the deployment parameters from CDK's context.
 *
 * @throws {ParametersError} with every invalid, unknown or missing parameter.
 */
export function readParameters(context: Context): DeploymentParameters {
  const reader = new ParametersReader(context);
  const stage = reader.read('stage', PARAMETERS.stage, DEFAULT_STAGE);
  // Every other stage may have customers: an operator must ask for a less safe value explicitly.
  const isDevelopment = stage === DEFAULT_STAGE;
  if (stage === 'prod' && context.alarmEmail === undefined) {
    reader.problems.push('alarmEmail is missing: prod requires an address for its alarms');
  }
  const reservesConcurrency = reader.read(
    'reserveConcurrency',
    PARAMETERS.reserveConcurrency,
    true,
  );
  const parameters: DeploymentParameters = {
    stage,
    logLevel: reader.read('logLevel', PARAMETERS.logLevel, 'info'),
    logSampling: reader.read(
      'logSampling',
      PARAMETERS.logSampling,
      Number(topology.parameters.LOG_SAMPLING),
    ),
    queueRetentionDays: reader.read('queueRetentionDays', PARAMETERS.queueRetentionDays, undefined),
    maxReceiveCount: reader.read('maxReceiveCount', PARAMETERS.maxReceiveCount, undefined),
    orderRetentionDays: reader.read('orderRetentionDays', PARAMETERS.orderRetentionDays, undefined),
    unknownSnacks: reader.read('unknownSnacks', PARAMETERS.unknownSnacks, undefined),
    catalogue: reader.read('catalogue', PARAMETERS.catalogue, undefined),
    auth: reader.read('auth', PARAMETERS.auth, isDevelopment ? 'open' : 'jwt'),
    corsOrigins: reader.read('corsOrigins', PARAMETERS.corsOrigins, []),
    alarmEmail: reader.read('alarmEmail', PARAMETERS.alarmEmail, undefined),
    approvalDeadlineHours: reader.read(
      'approvalDeadlineHours',
      PARAMETERS.approvalDeadlineHours,
      Number(topology.parameters.APPROVAL_DEADLINE_HOURS),
    ),
    senderEmail: reader.read('senderEmail', PARAMETERS.senderEmail, undefined),
    approverEmail: reader.read('approverEmail', PARAMETERS.approverEmail, undefined),
    monthlyBudget: reader.read('monthlyBudget', PARAMETERS.monthlyBudget, 50),
    costAnomalies: reader.read('costAnomalies', PARAMETERS.costAnomalies, false),
    logRetentionDays: reader.read('logRetentionDays', PARAMETERS.logRetentionDays, 30),
    retainData: reader.read('retainData', PARAMETERS.retainData, !isDevelopment),
    customerKey: reader.read('customerKey', PARAMETERS.customerKey, !isDevelopment),
    apiRate: reader.read('apiRate', PARAMETERS.apiRate, ORDERS_A_SECOND),
    maximumConcurrency: reader.read(
      'maximumConcurrency',
      PARAMETERS.maximumConcurrency,
      new Map<QueueName, number>(),
    ),
    relayParallelization: reader.read(
      'relayParallelization',
      PARAMETERS.relayParallelization,
      reservesConcurrency ? topology.streamConsumer.parallelizationFactor : 1,
    ),
    sweeperPage: reader.read(
      'sweeperPage',
      PARAMETERS.sweeperPage,
      Number(topology.parameters.SWEEPER_PAGE),
    ),
    indexShards: reader.read(
      'indexShards',
      PARAMETERS.indexShards,
      Number(topology.parameters.INDEX_SHARDS),
    ),
    monitoring: reader.read(
      'monitoring',
      PARAMETERS.monitoring,
      isDevelopment ? 'essential' : 'full',
    ),
    reserveConcurrency: reservesConcurrency,
    rollout: reader.read(
      'rollout',
      PARAMETERS.rollout,
      isDevelopment ? 'AllAtOnce' : 'Canary10Percent5Minutes',
    ),
  };
  if (reader.problems.length > 0) {
    const list = reader.problems.map((problem) => `  - ${problem}.`).join('\n');
    throw new ParametersError(`Invalid deployment parameters (-c name=value):\n${list}`);
  }
  return parameters;
}
