import type { QueueName } from '@snacks/handlers';

/** What a stage has independently of its orders, counted in its synthesised template. */
export interface StageResources {
  readonly alarms: number;
  /** The metrics that the alarms read: one on a rate reads two. */
  readonly alarmMetrics: number;
  readonly dashboards: number;
  /** Keys of the stage's own in KMS. */
  readonly keys: number;
  readonly secrets: number;
  /** Routes of the API whose metrics are detailed. */
  readonly detailedRoutes: number;
  /** The plan of the user pool; `none` if callers need no token. */
  readonly userPoolPlan: 'none' | 'LITE' | 'ESSENTIALS' | 'PLUS';
  readonly limits: StageLimits;
}

/** The limits of a stage that deployment parameters set. */
export interface StageLimits {
  /** `POST /orders` per second. */
  readonly apiRate: number;
  /** Concurrent batches of each queue. */
  readonly maximumConcurrency: Readonly<Partial<Record<QueueName, number>>>;
  /** Concurrent batches of each shard of the stream. */
  readonly relayParallelization: number;
  /** Orders of each state that a run of the sweeper reads. */
  readonly sweeperPage: number;
  /** The shards of each group of states in the index by status. */
  readonly indexShards: number;
  /** The percentage of orders whose records of the level info are logged. */
  readonly logSampling: number;
  /** Hours for which an order may wait for a decision. */
  readonly approvalDeadlineHours: number;
}
