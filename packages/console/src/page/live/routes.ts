import type { Picture, PictureRule } from '../../picture.js';
import type { BusEvent } from '../api/contract.js';

const FROM_TABLE = ['table:orders', 'function:order-relay', 'bus'];

/** The way of an event to the bus, by its type. Other changes come from functions behind the bus. */
const WAYS_TO_BUS: Readonly<Record<string, readonly string[]>> = {
  'Order Created': ['client', 'function:order-creator', ...FROM_TABLE],
  'Order Updated': ['client', 'functions:api', ...FROM_TABLE],
  'Order Approved': ['client', 'functions:api', ...FROM_TABLE],
  'Order Cancelled': ['client', 'functions:api', ...FROM_TABLE],
};

export interface Routes {
  /** The nodes on the way to the bus. */
  readonly toBus: readonly string[];
  /** The nodes on each way from the bus: one for each rule that matches. */
  readonly fromBus: readonly (readonly string[])[];
}

/** Returns the ways that an event takes through the picture. */
export function routesOf(
  event: BusEvent,
  { rules, edges }: Pick<Picture, 'rules' | 'edges'>,
): Routes {
  return {
    toBus: WAYS_TO_BUS[event['detail-type']] ?? FROM_TABLE,
    fromBus: rules
      .filter(matches(event))
      .map(({ queue }) => ['bus', `queue:${queue}`].concat(consumersOf(queue, edges))),
  };
}

function consumersOf(queue: string, edges: Picture['edges']): string[] {
  return edges.filter(({ from }) => from === `queue:${queue}`).map(({ to }) => to);
}

function matches({ detail }: BusEvent): (rule: PictureRule) => boolean {
  const values = new Map(Object.entries(detail));
  return ({ fields }) =>
    Object.entries(fields).every(([name, allowed]) =>
      allowed.some((one) => one === values.get(name)),
    );
}

/** Whether an event passes a node. */
export function passes({ toBus, fromBus }: Routes, id: string): boolean {
  return toBus.includes(id) || fromBus.some((way) => way.includes(id));
}

/** Returns a node with everything before it and behind it. */
export function connectedTo(id: string, edges: Picture['edges']): ReadonlySet<string> {
  return new Set([...reach(id, edges, 'from', 'to'), ...reach(id, edges, 'to', 'from')]);
}

function reach(
  id: string,
  edges: Picture['edges'],
  near: 'from' | 'to',
  far: 'from' | 'to',
): Set<string> {
  const found = new Set([id]);
  for (const one of found) {
    for (const edge of edges) if (edge[near] === one) found.add(edge[far]);
  }
  return found;
}
