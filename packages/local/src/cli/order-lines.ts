import { styleText } from 'node:util';
import { isFields } from '@snacks/domain';
import type { EventBridgeEnvelope } from '@snacks/adapters-memory';

type Style = Parameters<typeof styleText>[0];

const STYLES: Readonly<Record<string, Style>> = {
  PENDING_APPROVAL: 'yellow',
  PROCESSED: 'green',
  CANCELLED: 'gray',
  REJECTED: 'red',
  FAILED: 'red',
};

/** The orders whose last change is remembered. An older one begins again, without `from`. */
const MAX_ORDERS = 10_000;

/** Characters. A longer name is cut. */
const NAME_WIDTH = 24;

interface LastChange {
  readonly status: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Writes the changes of orders for a person at a terminal: one line each. */
export class OrderLines {
  private readonly lastChanges = new Map<string, LastChange>();

  /** @param coloured whether the terminal shows colours. */
  constructor(private readonly coloured: boolean) {}

  /**
   * Returns the line of an event: its time, the customer, the total, the states, the milliseconds
   * between them, and the beginning of the order's id; `undefined` for an event of no order.
   */
  lineOf({ time, detail }: EventBridgeEnvelope): string | undefined {
    if (!isFields(detail)) return undefined;
    const { orderId, status, customerName, totalAmount, metadata } = detail;
    if (typeof orderId !== 'string' || typeof status !== 'string') return undefined;
    const occurredAt = isFields(metadata) ? metadata.occurredAt : undefined;
    const moment = new Date(typeof occurredAt === 'string' ? occurredAt : time);
    const before = this.remember(orderId, { status, at: moment.getTime() });
    return [
      this.style('gray', clockText(moment)),
      cut(String(customerName)),
      (typeof totalAmount === 'number' ? totalAmount.toFixed(2) : '').padStart(10),
      this.statesText(before?.status, status),
      (before === undefined ? '' : `${moment.getTime() - before.at} ms`).padStart(9),
      this.style('gray', orderId.slice(0, 8)),
    ].join('  ');
  }

  private remember(orderId: string, change: LastChange): LastChange | undefined {
    const before = this.lastChanges.get(orderId);
    this.lastChanges.delete(orderId); // so that the map's first key is the order that changed longest ago
    this.lastChanges.set(orderId, change);
    const [oldest] = this.lastChanges.keys();
    if (this.lastChanges.size > MAX_ORDERS && oldest !== undefined) {
      this.lastChanges.delete(oldest);
    }
    return before;
  }

  private statesText(from: string | undefined, to: string): string {
    const width = 'PENDING_APPROVAL → APPROVED'.length;
    const prefix = from === undefined || from === to ? '' : `${from} → `;
    return (
      prefix +
      this.style(STYLES[to] ?? 'cyan', to) +
      ' '.repeat(Math.max(0, width - prefix.length - to.length))
    );
  }

  private style(style: Style, text: string): string {
    return this.coloured ? styleText(style, text, { validateStream: false }) : text;
  }
}

function cut(name: string): string {
  const characters = Array.from(name);
  return characters.length > NAME_WIDTH
    ? `${characters.slice(0, NAME_WIDTH - 1).join('')}…`
    : name + ' '.repeat(NAME_WIDTH - characters.length);
}

function clockText(moment: Date): string {
  const [hours, minutes, seconds] = [moment.getHours(), moment.getMinutes(), moment.getSeconds()];
  const clock = [hours, minutes, seconds].map((part) => String(part).padStart(2, '0')).join(':');
  return `${clock}.${String(moment.getMilliseconds()).padStart(3, '0')}`;
}
