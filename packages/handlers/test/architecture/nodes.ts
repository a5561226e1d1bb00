import {
  topology,
  type FunctionName,
  type QueueName,
  type TableName,
  type TopicName,
} from '../../src/topology/topology.js';

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

const SHAPES: Readonly<Record<string, (name: string) => string>> = {
  client: () => '([client])',
  bus: (name) => `{{"bus<br/>${name}"}}`,
  workflow: (name) => `[/"workflow<br/>${name}"/]`,
  function: (name) => `[${name}]`,
  queue: (name) => `[["queue<br/>${name}"]]`,
  table: (name) => `[("table<br/>${name}")]`,
  topic: (name) => `(["topic<br/>${name}"])`,
  schedule: (name) => `>"schedule<br/>${name}"]`,
};

/** Converts an id to one that Mermaid accepts, without `-` and `:`. */
export function mermaidId(id: string): string {
  return id.replace(/\W/g, '_');
}

/** Returns the line that declares an element in a flow chart, in the shape of its kind. */
export function declarationOf(id: string): string {
  const shape = SHAPES[id.split(':')[0] ?? ''];
  return `${mermaidId(id)}${shape?.(nameOf(id)) ?? `["${id}"]`}`;
}
