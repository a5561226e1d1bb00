import { Graph as Layout, layout } from '@dagrejs/dagre';

import type { Picture, Point } from '../picture.js';
import type { Graph, GraphNode } from './graph.js';

/** Pixels, on the console's grid of 8. */
const NODE_HEIGHT = 48;
const CHARACTER = 7.2;
const PADDING = 32;

function widthOf({ name }: GraphNode): number {
  return Math.round(Math.max(112, name.length * CHARACTER + PADDING) / 8) * 8;
}

/** Places the nodes of a graph in ranks, from top to bottom. */
export function layOut({ nodes, edges, rules }: Graph): Picture {
  const graph = new Layout();
  graph.setGraph({ rankdir: 'TB', nodesep: 12, ranksep: 36, edgesep: 8, marginx: 8, marginy: 8 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of nodes) graph.setNode(node.id, { width: widthOf(node), height: NODE_HEIGHT });
  for (const { from, to, main } of edges) graph.setEdge(from, to, { weight: main ? 20 : 1 });
  layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  return {
    width: Math.ceil(width),
    height: Math.ceil(height),
    nodes: nodes.map((node) => {
      const { x, y, width: nodeWidth, height: nodeHeight } = graph.node(node.id);
      return { ...node, x: round(x), y: round(y), width: nodeWidth, height: nodeHeight };
    }),
    edges: edges.map(({ from, to, label, main }) => ({
      from,
      to,
      label,
      main,
      points: pointsOf(graph.edge(from, to)),
    })),
    rules,
  };
}

function pointsOf({ points = [] }: { readonly points?: readonly Point[] }): Point[] {
  return points.map(({ x, y }) => ({ x: round(x), y: round(y) }));
}

function round(value: number | undefined): number {
  return Math.round((value ?? 0) * 10) / 10;
}
