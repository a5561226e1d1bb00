import { picture } from './picture-data.js';
import { passes, routesOf } from './routes.js';
import type { BusEvent } from '../api/contract.js';

/** Milliseconds per arrow. */
const STEP = 420;

/** More dots at once would only blur. At a high rate, the dots are a sample of the orders. */
const MAX_DOTS = 150;

/** Milliseconds. What is sent again after a lost connection does not move. */
const MAX_AGE = 5_000;

function isOld({ time, detail }: BusEvent): boolean {
  return Date.now() - Date.parse(detail.metadata?.occurredAt ?? time) > MAX_AGE;
}

/** The points of an arrow that a dot moves over. */
const POINTS = 64;

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Dot {
  readonly circle: SVGCircleElement;
  readonly way: readonly string[];
  /** The ways that begin where this one ends. */
  readonly onward: readonly (readonly string[])[];
  readonly start: number;
}

/** Moves a dot along the arrows for each event. It draws only while there are dots. */
export class MovingDots {
  private dots: Dot[] = [];
  private frame: number | undefined;
  private readonly points = new WeakMap<SVGPathElement, readonly Point[]>();

  /** @param pathOf the drawn arrow between two nodes. */
  constructor(
    private readonly layer: SVGGElement,
    private readonly pathOf: (from: string, to: string) => SVGPathElement | undefined,
  ) {}

  /** @param through only events that pass this node are drawn. */
  add(event: BusEvent, through: string | undefined): void {
    if (document.hidden || this.dots.length >= MAX_DOTS || isOld(event)) return;
    const routes = routesOf(event, picture);
    if (through !== undefined && !passes(routes, through)) return;
    this.start(event.detail.status ?? 'NEW', routes.toBus, routes.fromBus);
  }

  stop(): void {
    if (this.frame !== undefined) cancelAnimationFrame(this.frame);
    this.frame = undefined;
    for (const { circle } of this.dots) circle.remove();
    this.dots = [];
  }

  private start(
    status: string,
    way: readonly string[],
    onward: readonly (readonly string[])[] = [],
  ): void {
    const circle = document.createElementNS('http://www.w3.org/2000/svg', 'circle');
    circle.setAttribute('cx', '-10'); // outside, until it is drawn
    circle.setAttribute('r', '5');
    circle.setAttribute('class', `dot dot-${status.toLowerCase()}`);
    this.layer.append(circle);
    this.dots.push({ circle, way, onward, start: performance.now() });
    this.frame ??= requestAnimationFrame(this.draw);
  }

  private readonly draw = (time: number): void => {
    const before = this.dots;
    this.dots = [];
    for (const dot of before) {
      if (this.moveTo(dot, Math.max(0, time - dot.start) / STEP)) this.dots.push(dot);
      else this.end(dot);
    }
    this.frame = this.dots.length === 0 ? undefined : requestAnimationFrame(this.draw);
  };

  private end({ circle, onward }: Dot): void {
    const status = circle.getAttribute('class')?.split('dot-')[1] ?? 'new';
    circle.remove();
    for (const way of onward) this.start(status, way);
  }

  /** Returns whether the dot is still under way. */
  private moveTo({ circle, way }: Dot, steps: number): boolean {
    const index = Math.floor(steps);
    const [from, to] = [way[index], way[index + 1]];
    if (from === undefined || to === undefined) return false;
    const path = this.pathOf(from, to);
    if (path === undefined) return false;
    const point = this.pointsOf(path)[Math.floor((steps - index) * POINTS)];
    if (point === undefined) return false;
    circle.setAttribute('cx', String(point.x));
    circle.setAttribute('cy', String(point.y));
    return true;
  }

  /** To measure a path costs a layout of the page. So each is measured once. */
  private pointsOf(path: SVGPathElement): readonly Point[] {
    const known = this.points.get(path);
    if (known !== undefined) return known;
    const length = path.getTotalLength();
    const points = Array.from({ length: POINTS }, (_point, n) =>
      path.getPointAtLength((length * n) / POINTS),
    );
    this.points.set(path, points);
    return points;
  }
}
