import {
  AUTHENTICATIONS,
  isOrigin,
  LOG_LEVELS,
  NAMES,
  topology,
  UNKNOWN_SNACKS,
  type Authentication,
  type LogLevel,
  type UnknownSnacks,
} from '@snacks/handlers';

/** What an operator chooses at a deployment, each by `-c name=value`. */
export interface DeploymentParameters {
  /** Stands behind every name, but for the default stage's. @default 'dev' */
  readonly stage: string;
  /** The least level that the functions log. @default 'info' */
  readonly logLevel: LogLevel;
  /** Days that a consumed queue keeps a message nobody took. @default as the topology has it */
  readonly queueRetentionDays: number | undefined;
  /**
   * Receives of a failing message until it is a dead letter. @default as the topology has it, and 8
   * where no concurrency is reserved, since a throttled poll counts as a receive
   */
  readonly maxReceiveCount: number | undefined;
  /**
   * Days that an order is kept once it has ended: longer than its dead letters, which would find it
   * gone. @default as the topology has it
   */
  readonly orderRetentionDays: number | undefined;
  /** Whether a snack without a stock may be ordered. @default as the topology has it */
  readonly unknownSnacks: UnknownSnacks | undefined;
  /** Whether the API asks its callers for a token. @default 'open' for `dev` alone, 'jwt' otherwise */
  readonly auth: Authentication;
  /** Origins whose pages may call the API, such as `https://snacks.example`. @default none */
  readonly corsOrigins: readonly string[];
  /** Who hears of alarms, the budget and unusual costs. @default nobody; `prod` has to name one */
  readonly alarmEmail: string | undefined;
  /** Hours that approvers have to decide; they are reminded halfway. @default 24 */
  readonly approvalDeadlineHours: number;
  /**
   * Sender of the user pool's mails. SES must have verified its domain in the same region.
   * @default Cognito's own sender, which sends about 50 mails a day
   */
  readonly senderEmail: string | undefined;
  /** Who is asked to approve orders of high priority. @default nobody: subscribe to the topic */
  readonly approverEmail: string | undefined;
  /** US dollars a month: a mail is sent at 80 %, and where 100 % is foreseen; 0 for no budget. @default 50 */
  readonly monthlyBudget: number;
  /**
   * Whether an anomaly monitor watches the costs of the stage. A monitor on a cost-allocation tag
   * can be made in an organisation's management account alone. @default false
   */
  readonly costAnomalies: boolean;
  /** Days that logs are kept. @default 30 */
  readonly logRetentionDays: LogRetentionDays;
  /** Whether data and keys outlive the stack. @default false for `dev` alone, true otherwise */
  readonly retainData: boolean;
  /**
   * Whether concurrency is reserved for the functions that take from queues, so that no poll is
   * throttled, and for those of which one at once may run. An account whose quota is 10 cannot: AWS
   * wants 10 to stay unreserved. @default true
   */
  readonly reserveConcurrency: boolean;
  /**
   * How a new version takes over on the request path and in the processor.
   * @default 'AllAtOnce' for `dev` alone, 'Canary10Percent5Minutes' otherwise
   */
  readonly rollout: RolloutMode;
}

/** How traffic moves to a new version: CodeDeploy's own names of its configurations for Lambda. */
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

/** The stage whose resources have exactly the names of the topology. */
export const DEFAULT_STAGE = 'dev';

/** Parameters of the deployment that cannot be used: the message tells each, and how to mend it. */
export class ParametersError extends Error {
  readonly code = 'SETTINGS_INVALID';
  override readonly name = 'ParametersError';
}

/**
 * The days for which CloudWatch Logs can keep logs. Written out, because CDK's own list loads CDK, and
 * `npm run ship --help` takes a second longer for it. A test compares the two.
 */
export const LOG_RETENTIONS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
  3653,
] as const;

/** Days for which logs can be kept. */
export type LogRetentionDays = (typeof LOG_RETENTIONS)[number];

/** Reads one parameter: what it is, or `undefined` where the value cannot be that. */
interface Parameter<T> {
  readonly expected: string;
  readonly read: (value: string) => T | undefined;
}

function wholeNumber(least: number, most: number): Parameter<number> {
  return {
    expected: `a whole number from ${least} to ${most}`,
    read: (value) => {
      const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
      return number >= least && number <= most ? number : undefined;
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

/** Two weeks: well below the 30 days for which tokens of approvals are kept. */
const MAX_APPROVAL_HOURS = 14 * 24;

const PARAMETERS = {
  stage: {
    expected:
      '1 to 12 lower-case letters and digits, beginning with a letter, and no ending of a name such as dlq',
    read: (value) =>
      /^[a-z][a-z0-9]{0,11}$/.test(value) && !NAMES.some((name) => name.endsWith(`-${value}`))
        ? value
        : undefined,
  },
  logLevel: {
    expected: `one of ${LOG_LEVELS.join(', ')}`,
    read: (value) => LOG_LEVELS.find((level) => level === value),
  },
  queueRetentionDays: wholeNumber(1, 14),
  maxReceiveCount: wholeNumber(1, 100),
  orderRetentionDays: wholeNumber(30, 3_650),
  unknownSnacks: {
    expected: `one of ${UNKNOWN_SNACKS.join(', ')}`,
    read: (value) => UNKNOWN_SNACKS.find((choice) => choice === value),
  },
  auth: {
    expected: `one of ${AUTHENTICATIONS.join(', ')}`,
    read: (value) => AUTHENTICATIONS.find((one) => one === value),
  },
  corsOrigins: {
    expected: 'origins such as https://snacks.example, with commas between, and no *',
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
  reserveConcurrency: yesOrNo,
  rollout: {
    expected: `one of ${ROLLOUT_MODES.join(', ')}`,
    read: (value) => ROLLOUT_MODES.find((mode) => mode === value),
  },
} as const satisfies {
  readonly [K in keyof DeploymentParameters]: Parameter<DeploymentParameters[K]>;
};

/** What was given by `-c`, before it is read. */
export type Context = Readonly<Record<string, unknown>>;

/** Reads parameters one by one, and keeps what is wrong with them. */
class SettingsReader {
  readonly problems: string[] = [];

  constructor(private readonly context: Context) {
    const names = Object.keys(PARAMETERS);
    // Keys with a colon, or an at sign in front, are CDK's own.
    const unknown = Object.keys(context).filter((key) => !/^@|:/.test(key) && !names.includes(key));
    for (const key of unknown) {
      this.problems.push(`Unknown parameter ${key}. Valid parameters: ${names.join(', ')}`);
    }
  }

  read<T>(name: keyof DeploymentParameters, parameter: Parameter<T>, otherwise: T): T {
    const given = this.context[name];
    if (given === undefined) return otherwise;
    const value = parameter.read(typeof given === 'string' ? given : JSON.stringify(given));
    if (value !== undefined) return value;
    this.problems.push(`${name} must be ${parameter.expected}, not ${JSON.stringify(given)}`);
    return otherwise;
  }
}

/**
 * Reads the parameters of a deployment from CDK's context.
 *
 * @throws {ParametersError} naming everything that is wrong, unknown or missing.
 */
export function readParameters(context: Context): DeploymentParameters {
  const reader = new SettingsReader(context);
  const stage = reader.read('stage', PARAMETERS.stage, DEFAULT_STAGE);
  // Every other stage is taken for one with customers: what is less safe is typed by somebody.
  const isDevelopment = stage === DEFAULT_STAGE;
  if (stage === 'prod' && context.alarmEmail === undefined) {
    reader.problems.push('alarmEmail is missing: prod has to name who hears of its alarms');
  }
  const parameters: DeploymentParameters = {
    stage,
    logLevel: reader.read('logLevel', PARAMETERS.logLevel, 'info'),
    queueRetentionDays: reader.read('queueRetentionDays', PARAMETERS.queueRetentionDays, undefined),
    maxReceiveCount: reader.read('maxReceiveCount', PARAMETERS.maxReceiveCount, undefined),
    orderRetentionDays: reader.read('orderRetentionDays', PARAMETERS.orderRetentionDays, undefined),
    unknownSnacks: reader.read('unknownSnacks', PARAMETERS.unknownSnacks, undefined),
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
    reserveConcurrency: reader.read('reserveConcurrency', PARAMETERS.reserveConcurrency, true),
    rollout: reader.read(
      'rollout',
      PARAMETERS.rollout,
      isDevelopment ? 'AllAtOnce' : 'Canary10Percent5Minutes',
    ),
  };
  if (reader.problems.length > 0) {
    const list = reader.problems.map((problem) => `  - ${problem}.`).join('\n');
    throw new ParametersError(`Parameters (-c name=value) that cannot be used:\n${list}`);
  }
  return parameters;
}
