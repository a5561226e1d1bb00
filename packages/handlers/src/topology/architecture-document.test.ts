import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { LIFECYCLE, ORDER_STATUSES } from '@snacks/domain';
import { topology } from './topology.js';

const DOCUMENT = new URL('../../../../docs/architecture.md', import.meta.url);

/** A node's name in the picture: Mermaid takes no `-` beside an arrow. */
function id(kind: string, name: string): string {
  return `${kind}_${name.replace(/\W/g, '_')}`;
}

const STREAM_DEAD_LETTERS = id('queue', topology.streamConsumer.deadLetterQueue);

function nodes(): string[] {
  return [
    ...Object.entries(topology.tables).map(([key, { name }]) => `${id('table', key)}[(${name})]`),
    ...Object.keys(topology.functions).map((name) => `${id('function', name)}[${name}]`),
    ...Object.keys(topology.queues).map((name) => `${id('queue', name)}[["${name}"]]`),
    `bus{{"bus ${topology.bus.name}"}}`,
    ...Object.entries(topology.topics).map(([key, { name }]) => `${id('topic', key)}(["${name}"])`),
    `workflow[/"${topology.approvalWorkflow.name}"/]`,
    'client([client])',
    ...Object.keys(topology.schedules).map((name) => `${id('schedule', name)}>${name}]`),
  ];
}

/** What comes to the functions from outside. */
function entrances(): string[] {
  const routesOf = new Map<string, string[]>();
  for (const { method, path, function: name } of topology.api.routes) {
    routesOf.set(name, [...(routesOf.get(name) ?? []), `${method} ${path}`]);
  }
  return [
    ...Array.from(routesOf, ([name, routes]) => {
      return `client -- "${routes.join('<br/>')}" --> ${id('function', name)}`;
    }),
    ...Object.entries(topology.schedules).map(([schedule, { everyMinutes, function: name }]) => {
      return `${id('schedule', schedule)} -- "every ${everyMinutes} min" --> ${id('function', name)}`;
    }),
  ];
}

/** What wakes what: the stream, the rules, the queues. */
function flow(): string[] {
  const { streamConsumer: stream } = topology;
  return [
    `${id('table', stream.table)} -- stream --> ${id('function', stream.function)}`,
    ...Object.entries(topology.rules).map(([rule, { queue }]) => {
      return `bus -- "${rule}" --> ${id('queue', queue)}`;
    }),
    ...topology.approvalWorkflow.functions.map((name) => `workflow --> ${id('function', name)}`),
    ...topology.queueConsumers.map(({ queue, function: name, batchSize }) => {
      return `${id('queue', queue)} -- "${batchSize} at once" --> ${id('function', name)}`;
    }),
  ];
}

function target(resource: string): string {
  const [place = '', name = ''] = resource.split(/[:/]/);
  if (place === 'bus') return place;
  if (place === 'approval-workflow') return 'workflow';
  return place === 'queue' || place === 'topic' ? id(place, name) : id('table', place);
}

function isRead(action: string): boolean {
  return /:(Get|Query|Describe)/.test(action);
}

/** Which function may change or send to what; reading alone is a dotted line. */
function calls(): string[] {
  return Object.entries(topology.functions).flatMap(([name, { permissions }]) => {
    const written = new Map<string, boolean>();
    for (const [action, resources] of Object.entries(permissions)) {
      for (const resource of resources ?? []) {
        const to = target(resource);
        if (to === STREAM_DEAD_LETTERS) continue; // a way of what failed, see below
        written.set(to, written.get(to) === true || !isRead(action));
      }
    }
    return Array.from(written, ([to, writes]) => {
      return `${id('function', name)} ${writes ? '-->' : '-.->'} ${to}`;
    });
  });
}

/** Where what failed goes. */
function deadLetters(): string[] {
  return [
    ...Object.entries(topology.queues).flatMap(([queue, { redrive }]) =>
      redrive === undefined
        ? []
        : [
            `${id('queue', queue)} -. "after ${redrive.maxReceiveCount}" .-> ${id('queue', redrive.deadLetterQueue)}`,
          ],
    ),
    ...Object.entries(topology.functions).flatMap(([name, { onFailure }]) =>
      onFailure === undefined
        ? []
        : [`${id('function', name)} -. failed .-> ${id('queue', onFailure)}`],
    ),
    `${id('function', topology.streamConsumer.function)} -. "refused for good, or too old" .-> ${STREAM_DEAD_LETTERS}`,
    ...new Set(
      Object.values(topology.rules).map(
        ({ deadLetterQueue }) => `bus -. undeliverable .-> ${id('queue', deadLetterQueue)}`,
      ),
    ),
  ];
}

function picture(lines: readonly string[]): string {
  return ['```mermaid', 'flowchart LR', ...lines.map((line) => `  ${line}`), '```'].join('\n');
}

/** The states of which people are told from the bus, and those of which fulfilment tells them. */
function told(): { readonly byNotifier: string; readonly byFulfilment: string } {
  const { status = [] } = topology.rules['notify-customers'].pattern.detail ?? {};
  const ends = [...LIFECYCLE.complete.to, ...LIFECYCLE.fail.to];
  const fromTheBus = ORDER_STATUSES.filter((state) => status.some((one) => one === state));
  return { byNotifier: fromTheBus.join(', '), byFulfilment: ends.join(', ') };
}

function documentText(): string {
  const functions = Object.entries(topology.functions).map(
    ([name, { description }]) => `- **${name}**: ${description}`,
  );
  const { notifications, approvers } = topology.topics;
  const { byNotifier, byFulfilment } = told();
  return `# Architecture

Written from \`packages/handlers/src/topology/topology.ts\` by \`UPDATE_DOCS=1 npm test -w @snacks/handlers\`; a
test fails as long as the two differ. The deployed stack and the platform on one machine are built
from the same description.

${picture([...nodes(), ...entrances(), ...flow(), ...calls(), ...deadLetters()])}

A full line is a call that may change something, a dotted one between a function and a table reads. A
dotted line with words is the way of what failed.

${functions.join('\n')}

An order and its events are one conditional write; the relay hands committed events to the bus. Why:
[the decisions](adr). What an order lives through: [its life](lifecycle.md). What could go wrong on
purpose: [the threat model](threat-model.md). What it costs: [cost](cost.md). How to run it:
[operations](operations.md) and the [runbook](runbook.md).

## Who tells whom of what

- **order-notifier** tells the topic \`${notifications.name}\` of every event that leaves its order
  ${byNotifier}: from the bus, by the rule \`notify-customers\`.
- **order-processor** tells the same topic of ${byFulfilment}: it is the last step of
  fulfilment, so that nobody hears of an end that was not carried out
  ([0014](adr/0014-hold-then-decide-then-carry-out.md)). The rule leaves these out: nobody is told of one
  event by two ([0018](adr/0018-approval-workflow.md)).
- **approval-requester** tells the topic \`${approvers.name}\` that an order waits, and once more halfway.
- The alarms, the budget and unusual costs tell operators, by the topic \`serverless-snacks-alarms\`.

People are told at least once: two messages of one event have the same event id.
`;
}

describe('the document of the architecture', () => {
  it('says what the topology says (write it with UPDATE_DOCS=1 npm test -w @snacks/handlers)', () => {
    const text = documentText();
    if (process.env.UPDATE_DOCS === '1') writeFileSync(DOCUMENT, text);

    expect(readFileSync(DOCUMENT, 'utf8')).toBe(text);
  });
});
