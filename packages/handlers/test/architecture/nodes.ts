import {
  topology,
  type FunctionName,
  type QueueName,
  type TableName,
  type TopicName,
} from '../../src/topology/topology.js';

/** An element of the architecture. A name that the topology does not have does not compile. */
export type NodeId =
  | 'client'
  | 'bus'
  | 'workflow'
  | `function:${FunctionName}`
  | `queue:${QueueName}`
  | `table:${TableName}`
  | `topic:${TopicName}`
  | `schedule:${keyof typeof topology.schedules}`;

/** The name that an element has in an account. */
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

/** An id that Mermaid takes: it has no `-` and no `:`. */
export function mermaidId(id: string): string {
  return id.replace(/\W/g, '_');
}

/** The line of a flow chart that declares an element, with the shape of its kind. */
export function declarationOf(id: string): string {
  const shape = SHAPES[id.split(':')[0] ?? ''];
  return `${mermaidId(id)}${shape?.(nameOf(id)) ?? `["${id}"]`}`;
}
