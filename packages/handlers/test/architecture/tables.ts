import { topology } from '../../src/topology/topology.js';
import { EDGES, type Edge } from '../../src/topology/edges.js';
import { nameOf } from '../../src/topology/nodes.js';

const DAY = 86_400;

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return [row(header), row(header.map(() => '---')), ...rows.map(row)].join('\n');
}

function list(texts: readonly string[]): string {
  return [...new Set(texts)].join(', ') || '–';
}

function named(id: string): string {
  const kind = id.split(':')[0] ?? '';
  const name = `\`${nameOf(id)}\``;
  return kind === 'topic' || kind === 'queue' || kind === 'bus' || kind === 'workflow'
    ? `${kind} ${name}`
    : name;
}

/** Sends messages to every queue, when an operator redrives them. */
const OPERATORS = 'function:operations-actor';

/** A function with more queues than this lists only their number. */
const MAX_QUEUES = 5;

function withoutManyQueues(targets: readonly string[]): readonly string[] {
  const queues = new Set(targets.filter((target) => target.startsWith('queue ')));
  if (queues.size <= MAX_QUEUES) return targets;
  return [...targets.filter((target) => !queues.has(target)), `${queues.size} queues`];
}

/** The source of the messages of a queue: a rule, a function, or failed work. */
function feeder({ from, kind, label }: Edge): string {
  if (kind === 'failure') return `\`${nameOf(from)}\`: ${label}`;
  return kind === 'trigger' ? label.replace(/^rule (.*)$/, 'rule `$1`') : `\`${nameOf(from)}\``;
}

/** Returns the table of all queues: their sources, consumers and dead-letter queues. */
export function queueTable(): string {
  const rows = Object.entries(topology.queues).map(([name, settings]) => {
    const id = `queue:${name}`;
    const { retentionSeconds, visibilityTimeoutSeconds, redrive } = settings;
    return [
      `\`${name}\``,
      list(
        EDGES.filter(
          ({ from, to, kind, label }) =>
            to === id && kind !== 'read' && label !== 'redrive' && from !== OPERATORS,
        ).map(feeder),
      ),
      list(
        EDGES.flatMap(({ from, to, kind }) =>
          from === id && kind === 'trigger' ? [`\`${nameOf(to)}\``] : [],
        ),
      ),
      redrive === undefined
        ? '–'
        : `${redrive.maxReceiveCount}, ${visibilityTimeoutSeconds} s apart`,
      redrive === undefined ? '–' : `\`${redrive.deadLetterQueue}\``,
      `${retentionSeconds / DAY} days`,
    ];
  });
  return table(['queue', 'source', 'consumer', 'tries', 'dead-letter queue', 'retention'], rows);
}

/** The trigger of a function. */
function triggerOf({ from, label }: Edge): string {
  const kind = from.split(':')[0];
  if (kind === 'client') return `\`${label}\``;
  if (kind === 'table') return `stream of \`${nameOf(from)}\``;
  return kind === 'schedule' ? `schedule \`${nameOf(from)}\`, ${label}` : named(from);
}

/** Returns the table of all functions: their triggers, and the resources that they may call. */
export function functionTable(): string {
  const rows = Object.entries(topology.functions).map(([name, { description }]) => {
    const id = `function:${name}`;
    const targets = (wanted: Edge['kind']): string =>
      list(
        withoutManyQueues(
          EDGES.flatMap(({ from, to, kind }) =>
            from === id && kind === wanted ? [named(to)] : [],
          ),
        ),
      );
    return [
      `\`${name}\``,
      description,
      list(EDGES.filter(({ to, kind }) => to === id && kind === 'trigger').map(triggerOf)),
      targets('read'),
      targets('call'),
    ];
  });
  return table(['function', 'purpose', 'invoked by', 'reads', 'writes and sends to'], rows);
}
