import { useEffect, useRef } from 'preact/hooks';

import { linkTo } from '../state/location.js';
import { overview } from '../state/overview.js';
import { onEvent } from '../state/stream.js';
import { Drawing } from './drawing.js';
import { MovingDots } from './moving-dots.js';
import { countsOf } from './node-counts.js';
import { picture } from './picture-data.js';
import { connectedTo } from './routes.js';

/** The topology as a picture, with counts and moving orders. A click on a node narrows the view to it. */
export function PictureView({ chosen }: { readonly chosen: string | undefined }) {
  const dots = useRef<SVGGElement>(null);
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

  const faded = (...ids: readonly string[]): string =>
    connected === undefined || ids.every((id) => connected.has(id)) ? '' : 'faded';
  return (
    <Drawing
      label="The way of an order, as a picture"
      centre={chosen ?? 'table:orders'}
      countsOf={(node) => countsOf(node, overview.value)}
      nodeClass={({ id }) => `${faded(id)}${id === chosen ? ' node-chosen' : ''}`}
      edgeClass={({ from, to }) => faded(from, to)}
      linkOf={({ id }) => (id === chosen ? linkTo('live') : linkTo('live', { node: id }))}
      onArrow={({ from, to }, path) => {
        if (path === null) paths.current.delete(`${from} ${to}`);
        else paths.current.set(`${from} ${to}`, path);
      }}
    >
      <g ref={dots} aria-hidden="true" />
    </Drawing>
  );
}
