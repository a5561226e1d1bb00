import type { FunctionName } from '@snacks/handlers';

/** Figures that are assumed, because they depend on the deployment and on its customers. */
export const ASSUMPTIONS = {
  /** The duration of a warm invocation with one request, message or record, in seconds. */
  secondsEach: 0.03,
  /** The duration of a warm invocation with a full batch of ten messages, in seconds. */
  secondsABatch: 0.1,
  /** The duration of one request to the bus with ten events, in seconds. */
  secondsAPut: 0.02,
  /** The log of an order: about ten records of the functions, and Lambda's own lines. */
  logBytes: 4_000,
  /** The part of the log that sampling cannot leave out: Lambda's own lines. */
  unsampledLogBytes: 1_000,
  /** The share of orders that have high priority. */
  approvalShare: 0.05,
  /** Receives per minute by which Lambda polls a queue, empty or not: five pollers, 20 seconds each. */
  receivesAMinute: 5 * 3,
  /** How long DynamoDB and SNS cache a key for each caller. */
  keyMinutes: 5,
  /** The orders of a user in a month in which the user signs in. */
  ordersPerUser: 4,
  /** The share of orders with the most popular snack. */
  popularSnackShare: 0.2,
  /** The share of orders of the customer who orders most. */
  largestCustomerShare: 0.01,
  /** How long an order holds its stock, in seconds. */
  secondsOfHold: 0.1,
} as const;

/** Durations of full batches that differ from the assumption for all, in seconds. */
const BATCH_SECONDS: Readonly<Partial<Record<FunctionName, number>>> = {
  // It makes no calls.
  'order-metrics': 0.03,
};

/** The duration of a full batch of messages, in seconds. */
export function batchSecondsOf(name: FunctionName): number {
  return BATCH_SECONDS[name] ?? ASSUMPTIONS.secondsABatch;
}
