import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

import type { PictureEdge, PictureNode } from '../../picture.js';
import type { NodeCounts } from './node-counts.js';
import { nodeOf, picture } from './picture-data.js';

export interface DrawingProperties {
  readonly label: string;
  /** What a node says. */
  readonly countsOf: (node: PictureNode) => NodeCounts;
  /** Classes that mark a node. */
  readonly nodeClass: (node: PictureNode) => string;
  /** Classes that mark an arrow. */
  readonly edgeClass: (edge: PictureEdge) => string;
  /** Where a click on a node leads. @default nowhere */
  readonly linkOf?: (node: PictureNode) => string;
  /** The node that a narrow screen shows first. */
  readonly centre: string | undefined;
  /** Is called with each drawn arrow, and with `null` when it is removed. */
  readonly onArrow?: (edge: PictureEdge, path: SVGPathElement | null) => void;
  /** What moves between the arrows and the nodes. */
  readonly children?: ComponentChildren;
}

/** Draws the picture of the topology. */
export function Drawing(properties: DrawingProperties) {
  const { label, edgeClass, centre, onArrow = () => {}, children } = properties;
  const frame = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const [element, node] = [frame.current, nodeOf(centre)];
    if (element === null || node === undefined) return;
    const x = (node.x / picture.width) * element.scrollWidth;
    element.scrollLeft = x - element.clientWidth / 2;
  }, [centre]);

  return (
    <div class="picture" ref={frame} tabIndex={0} role="group" aria-label={label}>
      <svg
        viewBox={`0 0 ${picture.width} ${picture.height}`}
        width={picture.width}
        height={picture.height}
      >
        <defs>
          <Arrowhead id="arrow" />
          <Arrowhead id="arrow-main" />
        </defs>
        {picture.edges.map((edge) => (
          <path
            key={`${edge.from} ${edge.to}`}
            class={`arrow${edge.main ? ' arrow-main' : ''} ${edgeClass(edge)}`}
            d={curve(edge)}
            marker-end={edge.main ? 'url(#arrow-main)' : 'url(#arrow)'}
            ref={(path) => onArrow(edge, path)}
          />
        ))}
        {children}
        {picture.nodes.map((node) => (
          <Node key={node.id} node={node} properties={properties} />
        ))}
      </svg>
    </div>
  );
}

function Arrowhead({ id }: { readonly id: string }) {
  return (
    <marker
      id={id}
      viewBox="0 0 8 8"
      refX="7"
      refY="4"
      markerUnits="userSpaceOnUse"
      markerWidth="8"
      markerHeight="8"
      orient="auto"
    >
      <path d="M0 0L8 4L0 8z" class={`${id}-head`} />
    </marker>
  );
}

function Node({
  node,
  properties,
}: {
  readonly node: PictureNode;
  readonly properties: DrawingProperties;
}) {
  const { countsOf, nodeClass, linkOf } = properties;
  const marks = nodeClass(node);
  const shape = <NodeShape node={node} counts={countsOf(node)} />;
  const classes = `node node-${node.kind} ${marks}`;
  return linkOf === undefined ? (
    <g class={classes}>{shape}</g>
  ) : (
    <a
      class={classes}
      href={linkOf(node)}
      aria-current={marks.includes('node-chosen') ? 'true' : undefined}
    >
      {shape}
    </a>
  );
}

function NodeShape({ node, counts }: { readonly node: PictureNode; readonly counts: NodeCounts }) {
  const { x, y, width, height, name } = node;
  const { text, deadLetters, busy, errors } = counts;
  const [left, top] = [x - width / 2, y - height / 2];
  return (
    <>
      <rect class="node-box" x={left} y={top} width={width} height={height} rx="8" />
      <rect class="node-kind" x={left} y={top + 8} width="4" height={height - 16} rx="2" />
      <text class="node-name" x={left + 14} y={y - 3}>
        {name}
      </text>
      <text
        class={`node-text${busy ? ' node-busy' : ''}${errors ? ' node-failing' : ''}`}
        x={left + 14}
        y={y + 14}
      >
        {text}
      </text>
      {deadLetters > 0 && (
        <g role="img" aria-label={`${deadLetters} dead letters`}>
          <rect
            class="node-dead"
            x={left + width - 28}
            y={top - 14}
            width="28"
            height="20"
            rx="10"
          />
          <text class="node-dead-count" x={left + width - 14} y={top}>
            {deadLetters > 99 ? '99+' : deadLetters}
          </text>
        </g>
      )}
    </>
  );
}

/** A smooth line through the points of an arrow. */
function curve({ points }: PictureEdge): string {
  const [first, ...rest] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined) return '';
  const middles = rest.slice(0, -1).map((point, index) => {
    const next = rest[index + 1] ?? point;
    const end =
      index === rest.length - 2 ? last : { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
    return `Q${point.x} ${point.y} ${end.x} ${end.y}`;
  });
  return `M${first.x} ${first.y}${middles.length > 0 ? middles.join('') : `L${last.x} ${last.y}`}`;
}
