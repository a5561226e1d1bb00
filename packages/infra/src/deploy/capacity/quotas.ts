/** A quota of AWS for an account and a region. */
export interface Quota {
  /** The default in us-east-1, whose list prices the estimates have. */
  readonly value: number;
  /** The name, as AWS's pages on quotas have it. */
  readonly name: string;
  readonly source: string;
}

const MEMORY = 'not verified';

/** The quotas and limits of AWS that orders reach. All but the last two can be raised on request. */
export const QUOTAS = {
  httpApiRequests: {
    value: 10_000,
    name: 'API Gateway: requests per second',
    source: MEMORY,
  },
  lambdaConcurrency: {
    value: 1_000,
    name: 'Lambda: concurrent executions',
    source: 'Lambda guide, quotas',
  },
  putEvents: {
    value: 10_000,
    name: 'EventBridge: PutEvents requests per second',
    source: 'EventBridge guide, quotas; 400 in the smallest regions',
  },
  eventBridgeInvocations: {
    value: 18_750,
    name: 'EventBridge: invocations per second',
    source: 'EventBridge guide, quotas; 750 in the smallest regions',
  },
  openExecutions: {
    value: 1_000_000,
    name: 'Step Functions: open executions',
    source: 'Step Functions guide, quotas',
  },
  startExecutions: {
    value: 300,
    name: 'Step Functions: StartExecution per second',
    source: MEMORY,
  },
  snsPublishes: { value: 30_000, name: 'SNS: messages per second', source: MEMORY },
  tableWrites: {
    value: 40_000,
    name: 'DynamoDB: write units per second of a table or index',
    source: MEMORY,
  },
  messagesInFlight: {
    value: 120_000,
    name: 'SQS: messages in flight of a queue',
    source: MEMORY,
  },
  coldTableWrites: {
    value: 4_000,
    name: 'DynamoDB: write units per second of a new table or index',
    source: 'DynamoDB guide, warm throughput',
  },
  partitionWrites: {
    value: 1_000,
    name: 'DynamoDB: write units per second of a partition',
    source: 'DynamoDB guide, warm throughput',
  },
} as const satisfies Readonly<Record<string, Quota>>;
