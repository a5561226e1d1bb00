import type { PictureNode } from '../../picture.js';

/** The nodes of the ports that functions call, by the first word of a call. */
const PORTS: Readonly<Record<string, string>> = {
  request: 'client',
  client: 'client',
  bus: 'bus',
  orders: 'table:orders',
  catalogue: 'table:catalogue',
  stock: 'table:stock',
  payments: 'table:payments',
  records: 'table:eventRecords',
  tokens: 'table:approvalTasks',
  workflow: 'workflow',
  notifications: 'topic:notifications',
  approvers: 'topic:approvers',
  events: 'queue:event-ingestion',
  deadLetters: 'function:order-relay',
};

/** Returns the node of the picture that a part of a step means; `undefined` if it has none. */
export function nodeIdOf(
  part: string | undefined,
  nodes: readonly PictureNode[],
): string | undefined {
  if (part === undefined) return undefined;
  const [first = '', second = ''] = part.split(/[ .]/);
  if (first === 'queue') return `queue:${second}`;
  const name = first === 'invoke' ? second : first;
  const isFunction = ({ kind, name: own, members }: PictureNode): boolean =>
    (kind === 'function' && own === name) || members.includes(name);
  return nodes.find(isFunction)?.id ?? PORTS[name];
}
