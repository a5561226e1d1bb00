import type { FunctionName, QueueName } from '@snacks/handlers';

/** The DynamoDB units of one step in the life of an order: one call of a port by a function. */
export interface UsageStep {
  readonly function: FunctionName;
  /** The port and its method, and the new state if it is a write of the order: `orders.save PROCESSED`. */
  readonly step: string;
  /** Write units of 1 KB, by table (`Orders`) and index (`Orders/by-status`). */
  readonly writes: Readonly<Record<string, number>>;
  /** Read units of 4 KB. */
  readonly reads: number;
}

/** The usage of an order, from its request to its final state. */
export interface OrderUsage {
  /** To the HTTP API. */
  readonly httpRequests: number;
  /** By the workflow only: invocations by routes, queues and the stream follow from other figures. */
  readonly workflowInvocations: number;
  /** The messages in each queue that gets one. */
  readonly messages: Readonly<Partial<Record<QueueName, number>>>;
  /** Of the orders table, without those that the filter skips. */
  readonly streamRecords: number;
  /** On the bus. */
  readonly events: number;
  /** Messages to the topics. */
  readonly publishes: number;
  /** Of the workflow, with its start. */
  readonly stateTransitions: number;
  /** The units of DynamoDB, step by step. */
  readonly steps: readonly UsageStep[];
  /**
   * Write units on the busiest partition key that other orders use too, by table and index: a state, a
   * customer, a snack.
   */
  readonly sharedKeys: Readonly<Record<string, number>>;
}

/** What is measured on the deployed handlers and adapters. `measured-usage.ts` has the figures. */
export interface MeasuredUsage {
  /** An order of two snacks with a stock record by an authenticated customer, placed and PROCESSED. */
  readonly ordinary: OrderUsage;
  /** An order of high priority: placed, approved before the reminder, and PROCESSED. */
  readonly approved: OrderUsage;
  /** An event that reaches the processor again when its order is PROCESSED already. */
  readonly duplicate: OrderUsage;
  /** A run of the sweeper if no order is stuck. */
  readonly sweep: OrderUsage;
}

/** Adds up figures by name. */
export function sumByName(
  all: readonly Readonly<Record<string, number>>[],
): Readonly<Record<string, number>> {
  const sums: Record<string, number> = {};
  for (const one of all) {
    for (const [name, figure] of Object.entries(one)) sums[name] = (sums[name] ?? 0) + figure;
  }
  return sums;
}

/** The write units of an order, by table and index. */
export function writesByTarget({ steps }: OrderUsage): Readonly<Record<string, number>> {
  return sumByName(steps.map(({ writes }) => writes));
}

/** The write units of an order in all tables and indexes. */
export function writesOf(usage: OrderUsage): number {
  return total(writesByTarget(usage));
}

/** The read units of an order in all tables. */
export function readsOf({ steps }: OrderUsage): number {
  return steps.reduce((sum, { reads }) => sum + reads, 0);
}

/** The messages of an order in all queues. */
export function messagesOf({ messages }: OrderUsage): number {
  return total(messages);
}

/** The sum of figures. */
export function total(figures: Readonly<Record<string, number>>): number {
  return Object.values(figures).reduce((sum, figure) => sum + figure, 0);
}
