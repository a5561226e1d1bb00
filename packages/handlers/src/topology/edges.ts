import { topology } from './topology.js';

/** A connection between two elements of the architecture. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  /** `trigger` invokes or delivers, `call` changes or sends, `failure` is the path of failed work. */
  readonly kind: 'trigger' | 'call' | 'read' | 'failure';
  /** The label of the arrow; '' if it has none. */
  readonly label: string;
}

type Ends = Omit<Edge, 'kind'>;

function ofKind(kind: Edge['kind'], edges: readonly Ends[]): Edge[] {
  return edges.map(({ from, to, label }) => ({ from, to, label, kind }));
}

const STREAM_DEAD_LETTERS = `queue:${topology.streamConsumer.deadLetterQueue}`;

/** Every edge that invokes a function or delivers to a queue without a call of a function. */
function triggers(): Edge[] {
  const { api, schedules, streamConsumer, rules, approvalWorkflow, queueConsumers } = topology;
  const routes = api.routes.map(({ method, path, function: name }) => ({
    from: 'client',
    to: `function:${name}`,
    label: `${method} ${path}`,
  }));
  const runs = Object.entries(schedules).map(([schedule, { everyMinutes, function: name }]) => ({
    from: `schedule:${schedule}`,
    to: `function:${name}`,
    label: `every ${everyMinutes} minutes`,
  }));
  const stream = {
    from: `table:${streamConsumer.table}`,
    to: `function:${streamConsumer.function}`,
    label: 'stream',
  };
  const deliveries = Object.entries(rules).map(([rule, { queue }]) => ({
    from: 'bus',
    to: `queue:${queue}`,
    label: `rule ${rule}`,
  }));
  const tasks = approvalWorkflow.functions.map((name) => ({
    from: 'workflow',
    to: `function:${name}`,
    label: 'invokes',
  }));
  const batches = queueConsumers.map(({ queue, function: name, batchSize }) => ({
    from: `queue:${queue}`,
    to: `function:${name}`,
    label: `batches of ${batchSize}`,
  }));
  return ofKind('trigger', [...routes, ...runs, stream, ...deliveries, ...tasks, ...batches]);
}

function targetOf(resource: string): string {
  const [kind = '', name = ''] = resource.split(/[:/]/);
  if (kind === 'bus' || kind === 'log-groups' || kind === 'metrics') return kind;
  if (kind === 'approval-workflow') return 'workflow';
  return kind === 'queue' || kind === 'topic' ? `${kind}:${name}` : `table:${kind}`;
}

/** Whether an action sends and changes nothing. To take messages from a queue is to read it. */
function isRead(action: string): boolean {
  return /:((Batch)?Get|Query|Describe|Filter)/.test(action) || /^sqs:(?!SendMessage)/.test(action);
}

/** The calls of the functions, from their permissions. */
function calls(): Edge[] {
  return Object.entries(topology.functions).flatMap(([name, { permissions }]) =>
    Object.entries(permissions).flatMap(([action, resources = []]) =>
      resources.map(targetOf).map((to): Edge => {
        const from = `function:${name}`;
        if (to === STREAM_DEAD_LETTERS && name === topology.streamConsumer.function) {
          return { from, to, kind: 'failure', label: 'event permanently refused' };
        }
        const [service, operation = ''] = action.split(':');
        const label = service === 'states' ? operation : '';
        return isRead(action)
          ? { from, to, kind: 'read', label: '' }
          : { from, to, kind: 'call', label };
      }),
    ),
  );
}

/** The paths of failed work to the dead-letter queues, and the redrives by an operator. */
function failures(): Edge[] {
  const { queues, functions, streamConsumer, rules } = topology;
  const redrives = Object.entries(queues).flatMap(([queue, { redrive }]) => {
    if (redrive === undefined) return [];
    const from = `queue:${queue}`;
    const to = `queue:${redrive.deadLetterQueue}`;
    return [
      { from, to, label: `after ${redrive.maxReceiveCount} receives` },
      { from: to, to: from, label: 'redrive' },
    ];
  });
  const invocations = Object.entries(functions).flatMap(([name, { onFailure }]) =>
    onFailure === undefined
      ? []
      : [{ from: `function:${name}`, to: `queue:${onFailure}`, label: 'failed 3 times' }],
  );
  const hours = streamConsumer.maximumRecordAgeSeconds / 3_600;
  const aged = {
    from: `function:${streamConsumer.function}`,
    to: STREAM_DEAD_LETTERS,
    label: `record older than ${hours} hours`,
  };
  const deadLetterQueues = new Set(
    Object.values(rules).map(({ deadLetterQueue }) => deadLetterQueue),
  );
  const undelivered = Array.from(deadLetterQueues, (queue) => ({
    from: 'bus',
    to: `queue:${queue}`,
    label: 'not delivered within 24 hours',
  }));
  return ofKind('failure', [...redrives, ...invocations, aged, ...undelivered]);
}

/** All edges of the topology. */
export const EDGES: readonly Edge[] = [...triggers(), ...calls(), ...failures()];

export { nameOf, type NodeId } from './nodes.js';
