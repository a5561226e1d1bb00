import { useState } from 'preact/hooks';

import { call } from '../api/client.js';
import type { DeadLetter, RedriveResult } from '../api/contract.js';
import { Chips } from '../parts/chips.js';
import { shortId } from '../parts/format.js';
import { Empty, Loading, Problem } from '../parts/message.js';
import { Outcome } from '../parts/outcome.js';
import { TableScroll } from '../parts/table-scroll.js';
import { Ago } from '../parts/time.js';
import { useAction } from '../state/action.js';
import { linkWith, location } from '../state/location.js';
import { overview } from '../state/overview.js';
import { useDeadLetters } from '../state/dead-letters.js';

/** The messages that failed in every try: why, and how to send them again. */
export function DeadLettersView() {
  const { queue } = location.value.parameters;
  const { data, error } = useDeadLetters(queue);
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  return (
    <>
      <p class="lead">
        A message that failed in every try waits here for 14 days. Fix the cause, then redrive:
        every handler accepts a message again that it has handled before.
      </p>
      <QueueChips chosen={queue} />
      <Problem error={error} />
      {data === undefined && error === undefined && <Loading />}
      {data?.items.length === 0 && (
        <Empty title="No dead letters.">
          <p>Every message was handled, or is still being tried.</p>
        </Empty>
      )}
      {data !== undefined && data.items.length > 0 && (
        <>
          <RedriveForm letters={data.items} picked={picked} clear={() => setPicked(new Set())} />
          <LetterTable letters={data.items} picked={picked} pick={setPicked} />
          {data.truncated && (
            <p class="muted">
              There are more. The list has at most 100 messages of each queue: redrive these, then
              read again.
            </p>
          )}
        </>
      )}
    </>
  );
}

function QueueChips({ chosen }: { readonly chosen: string | undefined }) {
  const queues = (overview.value?.deadLetterQueues ?? []).filter(
    ({ name, visible }) => visible > 0 || name === chosen,
  );
  if (queues.length === 0) return null;
  return (
    <Chips
      label="Queue"
      items={[
        { name: 'All queues', href: linkWith({ queue: undefined }), chosen: chosen === undefined },
        ...queues.map(({ name, visible }) => ({
          name,
          href: linkWith({ queue: name }),
          chosen: chosen === name,
          count: String(visible),
        })),
      ]}
    />
  );
}

function RedriveForm({
  letters,
  picked,
  clear,
}: {
  readonly letters: readonly DeadLetter[];
  readonly picked: ReadonlySet<string>;
  readonly clear: () => void;
}) {
  const [reason, setReason] = useState('');
  const action = useAction();
  const movable = letters.filter(({ source }) => source !== undefined);
  const chosen = movable.filter(({ messageId }) => picked.has(messageId));
  const redrive = (all: boolean): void =>
    action.run(async () => {
      const text = await redriveByQueue(all ? movable : chosen, all, reason.trim());
      clear();
      setReason('');
      return text;
    });
  return (
    <form class="toolbar" onSubmit={(event) => event.preventDefault()}>
      <label class="field">
        <span>Reason, which is kept with the action</span>
        <input
          maxLength={500}
          value={reason}
          placeholder="Required, such as: The payment provider is back"
          onInput={({ currentTarget }) => setReason(currentTarget.value)}
        />
      </label>
      <button
        type="button"
        class="button button-main"
        disabled={action.busy || chosen.length === 0 || reason.trim() === ''}
        onClick={() => redrive(false)}
      >
        Redrive {chosen.length === 0 ? 'chosen' : `${chosen.length} chosen`}
      </button>
      <button
        type="button"
        class="button"
        disabled={action.busy || movable.length === 0 || reason.trim() === ''}
        onClick={() => redrive(true)}
      >
        Redrive all
      </button>
      <Outcome action={action} />
    </form>
  );
}

/** Redrives messages queue by queue, and returns what came of it. */
async function redriveByQueue(
  letters: readonly DeadLetter[],
  all: boolean,
  reason: string,
): Promise<string> {
  const queues = [...new Set(letters.map(({ queue }) => queue))];
  const results = await Promise.all(
    queues.map(async (queue) => {
      const ids = letters.filter((one) => one.queue === queue).map(({ messageId }) => messageId);
      return call<RedriveResult>(`operations/dead-letters/${queue}/redrive`, {
        method: 'POST',
        body: { messageIds: all ? 'all' : ids, reason },
      });
    }),
  );
  const count = results.reduce((sum, { redriven }) => sum + redriven, 0);
  const failed = results.flatMap((result) => result.failed);
  const started = results.some((result) => result.started === true);
  return [
    started ? 'All messages are being sent again.' : `${count} sent again.`,
    ...failed.map(({ messageId, message }) => `${messageId}: ${message}`),
  ].join(' ');
}

function LetterTable({
  letters,
  picked,
  pick,
}: {
  readonly letters: readonly DeadLetter[];
  readonly picked: ReadonlySet<string>;
  readonly pick: (picked: ReadonlySet<string>) => void;
}) {
  const { message } = location.value.parameters;
  const all = letters.length > 0 && letters.every(({ messageId }) => picked.has(messageId));
  return (
    <TableScroll label="Dead letters">
      <table class="list">
        <thead>
          <tr>
            <th scope="col" class="pick">
              <input
                type="checkbox"
                aria-label="Choose all"
                checked={all}
                onChange={() => pick(new Set(all ? [] : letters.map(({ messageId }) => messageId)))}
              />
            </th>
            <th scope="col">What</th>
            <th scope="col">Reason</th>
            <th scope="col" class="number">
              Tries
            </th>
            <th scope="col" class="not-phone">
              Sent
            </th>
            <th scope="col" class="wide">
              Queue
            </th>
          </tr>
        </thead>
        <tbody>
          {letters.map((letter) => (
            <tr key={letter.messageId} class={letter.messageId === message ? 'chosen' : undefined}>
              <td class="pick">
                <input
                  type="checkbox"
                  aria-label={`Choose ${whatIs(letter)} ${letter.messageId}`}
                  checked={picked.has(letter.messageId)}
                  onChange={() => pick(toggled(picked, letter.messageId))}
                />
              </td>
              <th scope="row">
                <a
                  class="row-link"
                  href={linkWith({ message: letter.messageId, order: undefined })}
                >
                  {whatIs(letter)}
                </a>
                {letter.orderId !== undefined && (
                  <span class="tag">order {shortId(letter.orderId)}</span>
                )}
                {letter.edited !== undefined && <span class="tag">edited</span>}
              </th>
              <td class="reason">{letter.reason}</td>
              <td class="number">{letter.receiveCount}</td>
              <td class="not-phone">
                <Ago at={letter.sentAt} />
              </td>
              <td class="wide muted">{letter.queue}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}

function whatIs({ type, messageId }: DeadLetter): string {
  return type ?? `Message ${messageId.slice(0, 8)}`;
}

function toggled(picked: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(picked);
  if (!next.delete(id)) next.add(id);
  return next;
}
