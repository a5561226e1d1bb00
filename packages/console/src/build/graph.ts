import { topology } from '@snacks/handlers';
import { EDGES, nameOf, type Edge, type NodeId } from '@snacks/handlers/edges';

import type { NodeKind, PictureEdge, PictureNode, PictureRule } from '../picture.js';

/** The picture before its layout. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly rules: readonly PictureRule[];
}

export type GraphNode = Omit<PictureNode, 'x' | 'y' | 'width' | 'height'>;

export type GraphEdge = Omit<PictureEdge, 'points'>;

type Arrow = Pick<Edge, 'from' | 'to' | 'label'>;

/** The way of every order, which the picture draws first and straight. */
const MAIN_WAY: readonly NodeId[] = [
  'client',
  'function:order-creator',
  'table:orders',
  'function:order-relay',
  'bus',
  'queue:order-processing',
  'function:order-processor',
  'table:payments',
];

/** The functions that have a route and a place of their own: orders and external events begin there. */
const ENTRIES: ReadonlySet<string> = new Set([
  'function:order-creator',
  'function:event-ingestion',
]);

/** The node of all other functions that have a route. */
const OTHER_ROUTES = 'functions:api';

/** The functions of the operators' API watch the way of an order, and are no part of it. */
const OPERATORS = new Set(
  topology.api.routes
    .filter(({ path }) => path.startsWith('/operations/'))
    .map((route) => `function:${route.function}`),
);

const ROUTED = new Set(
  topology.api.routes
    .map((route) => `function:${route.function}`)
    .filter((id) => !OPERATORS.has(id)),
);
const GROUPED = new Set([...ROUTED].filter((id) => !ENTRIES.has(id)));
const DEAD_LETTER_QUEUES = new Set(
  EDGES.flatMap(({ to, kind, label }) => (kind === 'failure' && label !== 'redrive' ? [to] : [])),
);

/** Returns the way of orders and events through the platform, from the topology. */
export function createGraph(): Graph {
  const edges = merged(EDGES.filter(isDrawn).map(withGroup));
  const ids = [...new Set(edges.flatMap(({ from, to }) => [from, to]))];
  return { nodes: ids.map(nodeOf), edges, rules: rules() };
}

/**
 * Leaves out what hides the way of an order: reads, failures (each node shows its dead letters), and
 * writes to the orders by functions behind the bus, which would close the circle.
 */
function isDrawn({ from, to, kind }: Edge): boolean {
  if (kind === 'read' || kind === 'failure') return false;
  if (OPERATORS.has(from) || OPERATORS.has(to)) return false;
  if (to === `table:${topology.streamConsumer.table}`) return ROUTED.has(from);
  return !(GROUPED.has(from) && !to.startsWith('table:'));
}

function groupOf(id: string): string {
  return GROUPED.has(id) ? OTHER_ROUTES : id;
}

function withGroup({ from, to, label }: Edge): Arrow {
  return { from: groupOf(from), to: groupOf(to), label };
}

/** Merges the edges between the same two nodes. */
function merged(edges: readonly Arrow[]): GraphEdge[] {
  const byEnds = new Map<string, Set<string>>();
  for (const { from, to, label } of edges) {
    const ends = `${from} ${to}`;
    byEnds.set(ends, (byEnds.get(ends) ?? new Set()).add(label));
  }
  return [...byEnds].map(([ends, labels]) => {
    const [from = '', to = ''] = ends.split(' ');
    return {
      from,
      to,
      label: [...labels].filter((label) => label !== '').join(', '),
      main: MAIN_WAY.some((id, index) => id === from && MAIN_WAY[index + 1] === to),
    };
  });
}

const KINDS: Readonly<Record<string, NodeKind>> = {
  client: 'client',
  function: 'function',
  functions: 'functions',
  queue: 'queue',
  table: 'table',
  bus: 'bus',
  workflow: 'workflow',
  topic: 'topic',
  schedule: 'schedule',
};

function nodeOf(id: string): GraphNode {
  const kind = KINDS[id.split(':')[0] ?? ''];
  if (kind === undefined) throw new Error(`The console cannot draw ${id}.`);
  const members = id === OTHER_ROUTES ? [...GROUPED].map((member) => nameOf(member)) : [];
  const failures = new Set([id, ...(id === OTHER_ROUTES ? GROUPED : [])]);
  return {
    id,
    kind,
    name: labelOf(id, members.length),
    description: descriptionOf(id),
    members,
    deadLetterQueues: [
      ...new Set(
        EDGES.flatMap(({ from, to }) =>
          failures.has(from) && DEAD_LETTER_QUEUES.has(to) ? [nameOf(to)] : [],
        ),
      ),
    ],
  };
}

function labelOf(id: string, members: number): string {
  if (id === 'client') return 'Customers and devices';
  return id === OTHER_ROUTES ? `${members} more API functions` : nameOf(id);
}

const FUNCTIONS: ReadonlyMap<string, { readonly description: string }> = new Map(
  Object.entries(topology.functions),
);

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  client: 'Everything that calls the API.',
  bus: 'Sends each event to the queue of every rule that it matches.',
  workflow: 'Watches the deadline of an order that waits for approval.',
  [OTHER_ROUTES]: 'Read, change, cancel and decide on orders; maintain the catalogue.',
};

function descriptionOf(id: string): string {
  const name = id.split(':')[1] ?? '';
  return DESCRIPTIONS[id] ?? FUNCTIONS.get(name)?.description ?? ruleDescriptionOf(name);
}

function ruleDescriptionOf(queue: string): string {
  return Object.values(topology.rules)
    .filter((rule) => rule.queue === queue)
    .map(({ description }) => description)
    .join(' ');
}

function rules(): PictureRule[] {
  return Object.values(topology.rules).map(({ queue, pattern }) => ({
    queue,
    fields: Object.fromEntries(
      Object.entries(pattern.detail ?? {}).flatMap(([field, values]) => {
        const texts = values.filter((value) => typeof value === 'string');
        return texts.length > 0 ? [[field, texts]] : [];
      }),
    ),
  }));
}
