import {
  topology,
  type FunctionName,
  type QueueName,
  type TableName,
  type TopicName,
} from './topology.js';

/** The id of an element of the architecture. A name that is not in the topology is a type error. */
export type NodeId =
  | 'client'
  | 'bus'
  | 'workflow'
  | `function:${FunctionName}`
  | `queue:${QueueName}`
  | `table:${TableName}`
  | `topic:${TopicName}`
  | `schedule:${keyof typeof topology.schedules}`;

/** Returns the name of an element in an account. */
export function nameOf(id: string): string {
  if (id === 'bus') return topology.bus.name;
  if (id === 'workflow') return topology.approvalWorkflow.name;
  const [kind = '', key = ''] = id.split(':');
  const named = Object.entries({ ...topology.tables, ...topology.topics });
  const isNamed = kind === 'table' || kind === 'topic';
  return isNamed ? (named.find(([one]) => one === key)?.[1].name ?? key) : key || id;
}
