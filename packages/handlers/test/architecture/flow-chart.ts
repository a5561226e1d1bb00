import { EDGES, type Edge } from '../../src/topology/edges.js';
import { nameOf, type NodeId } from '../../src/topology/nodes.js';

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
function mermaidId(id: string): string {
  return id.replace(/\W/g, '_');
}

/** Returns the line that declares an element in a flow chart, in the shape of its kind. */
function declarationOf(id: string): string {
  const shape = SHAPES[id.split(':')[0] ?? ''];
  return `${mermaidId(id)}${shape?.(nameOf(id)) ?? `["${id}"]`}`;
}

/** The part of the architecture that a flow chart shows. */
export interface FlowChart {
  readonly nodes: readonly NodeId[];
  /** Functions that are drawn as an arrow, from their trigger to the resources that they call. */
  readonly onArrows?: readonly NodeId[];
  /** Functions whose reads are drawn. The reads of other functions are left out. */
  readonly readers?: readonly NodeId[];
  /** Elements that share one box, by the title of the box. */
  readonly groups?: Readonly<Record<string, readonly NodeId[]>>;
}

/** Replaces a function by arrows that have its name as their label. */
function asArrow(edges: readonly Edge[], node: NodeId): Edge[] {
  const into = edges.filter(({ to, kind }) => to === node && kind === 'trigger');
  const out = edges.filter(({ from, kind }) => from === node && kind === 'call');
  return [
    ...edges.filter(({ from, to }) => from !== node && to !== node),
    ...into.flatMap(({ from }) =>
      out.map(({ to }): Edge => ({ from, to, kind: 'call', label: nameOf(node) })),
    ),
  ];
}

/** Merges the edges between the same two nodes into one edge with all their labels. */
function merged(edges: readonly Edge[]): Edge[] {
  const byEnds = new Map<string, Edge[]>();
  for (const edge of edges) {
    const ends = `${edge.from} ${edge.to} ${edge.kind === 'failure'}`;
    byEnds.set(ends, [...(byEnds.get(ends) ?? []), edge]);
  }
  return Array.from(byEnds.values()).flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const labels = new Set(same.map(({ label }) => label).filter((label) => label !== ''));
    const { kind } = same.find((edge) => edge.kind !== 'read') ?? first;
    return [{ from: first.from, to: first.to, kind, label: [...labels].join('<br/>') }];
  });
}

function arrow({ from, to, kind, label }: Edge): string {
  const line = kind === 'read' || kind === 'failure' ? '-.->' : '-->';
  return `${mermaidId(from)} ${line}${label === '' ? '' : `|"${label}"|`} ${mermaidId(to)}`;
}

/** Returns the flow chart as a Mermaid code block in Markdown. */
export function flowChart({ nodes, onArrows = [], readers = [], groups = {} }: FlowChart): string {
  const groupOf = new Map<string, string>(
    Object.entries(groups).flatMap(([title, members]) => members.map((id) => [id, title])),
  );
  const shown = new Set<string>([...nodes, ...onArrows, ...groupOf.keys()]);
  const within = EDGES.filter(
    ({ from, to, kind }) =>
      shown.has(from) && shown.has(to) && (kind !== 'read' || readers.some((id) => id === from)),
  );
  const edges = onArrows
    .reduce<readonly Edge[]>(asArrow, within)
    .map(({ from, to, kind, label }): Edge => ({
      from: groupOf.get(from) ?? from,
      to: groupOf.get(to) ?? to,
      kind,
      label,
    }));
  const boxes = Object.entries(groups).map(([title, ids]) => {
    const lines = [`<b>${title}</b>`, ...ids.map(nameOf)];
    return `${mermaidId(title)}["${lines.join('<br/>')}"]`;
  });
  const lines = [...nodes.map(declarationOf), ...boxes, ...merged(edges).map(arrow)];
  return ['```mermaid', 'flowchart LR', ...lines.map((line) => `  ${line}`), '```'].join('\n');
}
