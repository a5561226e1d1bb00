import { useEffect, useRef } from 'preact/hooks';

import { linkTo } from '../state/location.js';
import { overview } from '../state/overview.js';
import { onEvent } from '../state/stream.js';
import type { PictureEdge, PictureNode } from '../../picture.js';
import { MovingDots } from './moving-dots.js';
import { countsOf } from './node-counts.js';
import { nodeOf, picture } from './picture-data.js';
import { connectedTo } from './routes.js';

/** The topology as a picture, with counts and moving orders. A click on a node narrows the view to it. */
export function PictureView({ chosen }: { readonly chosen: string | undefined }) {
  const dots = useRef<SVGGElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const paths = useRef(new Map<string, SVGPathElement>());
  const connected = chosen === undefined ? undefined : connectedTo(chosen, picture.edges);

  useEffect(() => {
    const layer = dots.current;
    if (layer === null || window.matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    const moving = new MovingDots(layer, (from, to) => paths.current.get(`${from} ${to}`));
    const remove = onEvent((event) => moving.add(event, chosen));
    return () => {
      remove();
      moving.stop();
    };
  }, [chosen]);

  // On a narrow screen, the picture begins where every order passes, or at the chosen part.
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const { x } = nodeOf(chosen ?? 'table:orders') ?? { x: 0 };
    element.scrollLeft = (x / picture.width) * element.scrollWidth - element.clientWidth / 2;
  }, [chosen]);

  const faded = (...ids: readonly string[]): string =>
    connected === undefined || ids.every((id) => connected.has(id)) ? '' : ' faded';
  return (
    <div
      class="picture"
      ref={frame}
      tabIndex={0}
      role="group"
      aria-label="The way of an order, as a picture"
    >
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
            class={`arrow${edge.main ? ' arrow-main' : ''}${faded(edge.from, edge.to)}`}
            d={curve(edge)}
            marker-end={edge.main ? 'url(#arrow-main)' : 'url(#arrow)'}
            ref={(element) => {
              const key = `${edge.from} ${edge.to}`;
              if (element === null) paths.current.delete(key);
              else paths.current.set(key, element);
            }}
          />
        ))}
        <g ref={dots} aria-hidden="true" />
        {picture.nodes.map((node) => (
          <Node key={node.id} node={node} chosen={node.id === chosen} faded={faded(node.id)} />
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
  chosen,
  faded,
}: {
  readonly node: PictureNode;
  readonly chosen: boolean;
  readonly faded: string;
}) {
  const { x, y, width, height, name, kind } = node;
  const { text, deadLetters, busy, errors } = countsOf(node, overview.value);
  const [left, top] = [x - width / 2, y - height / 2];
  return (
    <a
      class={`node node-${kind}${chosen ? ' node-chosen' : ''}${faded}`}
      href={chosen ? linkTo('live') : linkTo('live', { node: node.id })}
      aria-current={chosen ? 'true' : undefined}
    >
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
            x={left + width - 12}
            y={top - 10}
            width="28"
            height="20"
            rx="10"
          />
          <text class="node-dead-count" x={left + width + 2} y={top + 4}>
            {deadLetters > 99 ? '99+' : deadLetters}
          </text>
        </g>
      )}
    </a>
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
