import type { Overview } from '../api/contract.js';
import { shortCountText } from '../parts/format.js';
import type { PictureNode } from '../../picture.js';

export interface NodeCounts {
  /** In a few words. */
  readonly text: string;
  readonly deadLetters: number;
  readonly busy: boolean;
  readonly errors: boolean;
}

const KIND_TEXTS: Readonly<Record<PictureNode['kind'], string>> = {
  client: 'call the API',
  function: 'function',
  functions: 'functions',
  queue: 'queue',
  table: 'table',
  bus: 'event bus',
  workflow: 'workflow',
  topic: 'topic',
  schedule: 'schedule',
};

/** Returns what the picture says of a node now. */
export function countsOf(node: PictureNode, overview: Overview | undefined): NodeCounts {
  const deadLetters = (overview?.deadLetterQueues ?? [])
    .filter(({ name }) => node.deadLetterQueues.includes(name))
    .reduce((sum, { visible, inFlight }) => sum + visible + inFlight, 0);
  if (node.kind === 'queue') return { ...queueCounts(node, overview), deadLetters };
  if (node.kind === 'function' || node.kind === 'functions') {
    return { ...functionCounts(node, overview), deadLetters };
  }
  return { text: KIND_TEXTS[node.kind], deadLetters, busy: false, errors: false };
}

function queueCounts(node: PictureNode, overview: Overview | undefined) {
  const queue = overview?.queues.find(({ name }) => name === node.name);
  if (queue === undefined) return { text: KIND_TEXTS.queue, busy: false, errors: false };
  const { visible, inFlight } = queue;
  if (visible + inFlight === 0) return { text: 'empty', busy: false, errors: false };
  const parts = [
    ...(visible > 0 ? [`${shortCountText(visible)} waiting`] : []),
    ...(inFlight > 0 ? [`${shortCountText(inFlight)} busy`] : []),
  ];
  return { text: parts.join(' · '), busy: true, errors: false };
}

function functionCounts({ name, members, kind }: PictureNode, overview: Overview | undefined) {
  const names = kind === 'functions' ? members : [name];
  const rows = (overview?.functions ?? []).filter((row) => names.includes(row.name));
  if (rows.length === 0) return { text: KIND_TEXTS[kind], busy: false, errors: false };
  const invocations = rows.reduce((sum, row) => sum + row.invocations, 0);
  const errors = rows.reduce((sum, row) => sum + row.errors, 0);
  const text = `${shortCountText(invocations)} ${invocations === 1 ? 'run' : 'runs'}`;
  return {
    text: errors === 0 ? text : `${text} · ${shortCountText(errors)} failed`,
    busy: false,
    errors: errors > 0,
  };
}
