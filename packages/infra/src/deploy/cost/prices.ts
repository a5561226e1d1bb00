/** A price of AWS, with its source. */
export interface Price {
  /** US dollars. */
  readonly dollars: number;
  /** The unit that the price is for. */
  readonly per: string;
  /** The page with the price, and its date. */
  readonly source: string;
}

/** The month of the list prices. No price is known to have changed since the date of its source. */
export const PRICES_DATE = '2026-06';

const MEMORY = 'not verified: from memory of the AWS price list';
const CLOUDWATCH = 'aws.amazon.com/cloudwatch/pricing';

/**
 * List prices of the region us-east-1, without any free tier or discount. Other regions differ by up
 * to a third.
 */
export const PRICES = {
  lambdaRequests: { dollars: 0.2, per: 'million requests', source: 'wring.co, 2026-03-08' },
  lambdaGigabyteSeconds: {
    dollars: 0.0000133334,
    per: 'GB-second on arm64, the first 7.5 billion',
    source: 'cloudchipr.com, 2024; wring.co, 2026-03-08',
  },
  httpApiRequests: {
    dollars: 1,
    per: 'million requests, the first 300 million',
    source:
      'AWS whitepaper “Best Practices for Designing Amazon API Gateway Private APIs and Private Integration”, cost optimization',
  },
  dynamoDbWrites: {
    dollars: 0.625,
    per: 'million write units on demand, of 1 KB each',
    source: 'airbyte.com, 2025-07-21',
  },
  dynamoDbReads: {
    dollars: 0.125,
    per: 'million read units on demand, of 4 KB each',
    source: 'airbyte.com, 2025-07-21',
  },
  eventBridgeEvents: {
    dollars: 1,
    per: 'million custom events of up to 64 KB',
    source: 'cloudburn.io, 2026-03-13',
  },
  sqsRequests: {
    dollars: 0.4,
    per: 'million requests to a standard queue',
    source: 'cloudburn.io, 2026-03-14',
  },
  snsPublishes: {
    dollars: 0.5,
    per: 'million messages to a standard topic',
    source: 'factualminds.com, 2026-06-13',
  },
  stateTransitions: {
    dollars: 25,
    per: 'million transitions of a standard workflow',
    source: 'wring.co, 2026-03-14, same as AWS’s own page',
  },
  logGigabytes: { dollars: 0.5, per: 'GB ingested', source: 'factualminds.com, 2026-06-13' },
  kmsRequests: { dollars: 3, per: 'million requests', source: 'factualminds.com, 2026-06-13' },
  kmsKeys: { dollars: 1, per: 'key and month', source: 'AWS’s page on KMS, undated' },
  customMetrics: {
    dollars: 0.3,
    per: 'metric and month, by the hours in which it is sent',
    source: `0.30: signoz.io, 2026-02-15; by the hour: ${MEMORY}`,
  },
  alarmMetrics: {
    dollars: 0.1,
    per: 'metric that an alarm reads, and month',
    source: `0.10: c3x.dev, undated; that alarms are counted by their metrics: ${CLOUDWATCH}`,
  },
  dashboards: {
    dollars: 3,
    per: 'dashboard and month',
    source: 'factualminds.com, 2026-06-13',
  },
  secrets: { dollars: 0.4, per: 'secret and month', source: MEMORY },
} as const satisfies Readonly<Record<string, Price>>;

/** List prices of a user of a user pool who signs in within a month, by the plan of the pool. */
export const COGNITO_PRICES = {
  LITE: { dollars: 0.0055, per: 'user and month, the first 50,000', source: MEMORY },
  ESSENTIALS: { dollars: 0.015, per: 'user and month', source: MEMORY },
  PLUS: { dollars: 0.02, per: 'user and month', source: MEMORY },
} as const satisfies Readonly<Record<string, Price>>;

/** What an account gets free each month, whatever its age. No estimate counts it. */
export const FREE = {
  alarmMetrics: 10,
  customMetrics: 10,
  dashboards: 3,
  source: CLOUDWATCH,
} as const;
