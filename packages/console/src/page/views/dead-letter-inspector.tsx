import { useState } from 'preact/hooks';

import { call } from '../api/client.js';
import type { DeadLetter, DryRun, RedriveResult } from '../api/contract.js';
import { CopyButton } from '../parts/copy-button.js';
import { prettyJson } from '../parts/format.js';
import { Inspector } from '../parts/inspector.js';
import { Outcome } from '../parts/outcome.js';
import { Ago, Clock } from '../parts/time.js';
import { useAction } from '../state/action.js';
import { linkTo, linkWith } from '../state/location.js';

/** One dead letter: why it failed, what would happen now, and every way to be done with it. */
export function DeadLetterInspector({
  letter,
  reload,
}: {
  readonly letter: DeadLetter;
  readonly reload: () => void;
}) {
  const [body, setBody] = useState(() => prettyJson(letter.body));
  const [reason, setReason] = useState('');
  const [dryRun, setDryRun] = useState<DryRun>();
  const action = useAction();
  const edited = body !== prettyJson(letter.body);
  const path = `operations/dead-letters/${letter.queue}`;
  const message = `${path}/${encodeURIComponent(letter.messageId)}`;
  const why = reason.trim();

  const run = (task: () => Promise<string>): void =>
    action.run(async () => {
      const text = await task();
      reload();
      return text;
    });
  const tryDry = (): void =>
    action.run(async () => {
      const result = await call<DryRun>(`${message}/dry-run`, {
        method: 'POST',
        body: edited ? { body } : {},
      });
      setDryRun(result);
      return '';
    });
  const redrive = async (): Promise<string> => {
    const { failed } = await call<RedriveResult>(`${path}/redrive`, {
      method: 'POST',
      body: { messageIds: [letter.messageId], reason: why },
    });
    return failed[0]?.message ?? `Sent again to ${letter.source ?? 'its queue'}.`;
  };
  const sendEdited = async (): Promise<string> => {
    const { sentTo } = await call<{ readonly sentTo: string }>(message, {
      method: 'PUT',
      body: { body, reason: why },
    });
    return `The edited message is sent to ${sentTo}.`;
  };
  const remove = async (): Promise<string> => {
    await call(message, { method: 'DELETE', body: { reason: why } });
    return 'Deleted.';
  };

  return (
    <Inspector title={letter.type ?? 'Dead letter'} closeLink={linkWith({ message: undefined })}>
      <Facts letter={letter} />
      <label class="field">
        <span>Body{edited && ' (changed)'}</span>
        <textarea
          class="code"
          rows={14}
          spellcheck={false}
          value={body}
          onInput={({ currentTarget }) => setBody(currentTarget.value)}
        />
      </label>
      <div class="buttons">
        <button type="button" class="button" disabled={action.busy} onClick={tryDry}>
          Dry run
        </button>
        {edited && (
          <button type="button" class="button" onClick={() => setBody(prettyJson(letter.body))}>
            Undo the changes
          </button>
        )}
        <CopyButton label="Copy the body" text={() => body} />
      </div>
      <DryRunResult result={dryRun} />
      <label class="field">
        <span>Reason, which is kept with the action</span>
        <input
          maxLength={500}
          value={reason}
          onInput={({ currentTarget }) => setReason(currentTarget.value)}
        />
      </label>
      {letter.source === undefined && (
        <p class="muted">It cannot be redriven: the runbook says how to fix its cause.</p>
      )}
      <div class="buttons">
        <button
          type="button"
          class="button button-main"
          disabled={action.busy || why === '' || letter.source === undefined}
          onClick={() => run(edited ? sendEdited : redrive)}
        >
          {edited ? 'Send the edited message' : 'Redrive'}
        </button>
        <button
          type="button"
          class="button button-danger"
          disabled={action.busy || why === ''}
          onClick={() => run(remove)}
        >
          Delete
        </button>
      </div>
      <Outcome action={action} />
    </Inspector>
  );
}

function Facts({ letter }: { readonly letter: DeadLetter }) {
  return (
    <>
      <section class="summary summary-failed" aria-label="Reason">
        <p class="summary-first">
          <strong>{letter.reason}</strong>
        </p>
        <p>
          Failed {letter.receiveCount} {letter.receiveCount === 1 ? 'time' : 'times'}
          {letter.function !== undefined && (
            <>
              {' '}
              in <a href={linkTo('logs', { service: letter.function })}>{letter.function}</a>
            </>
          )}
          . It is in {letter.queue}.
        </p>
      </section>
      <dl class="facts">
        {letter.orderId !== undefined && (
          <>
            <dt>Order</dt>
            <dd>
              <a href={linkWith({ order: letter.orderId })}>Show the order</a>
            </dd>
          </>
        )}
        <dt>Message</dt>
        <dd>
          <code class="id">{letter.messageId}</code>
        </dd>
        {letter.eventId !== undefined && (
          <>
            <dt>Event</dt>
            <dd>
              <code class="id">{letter.eventId}</code>
            </dd>
          </>
        )}
        <dt>Sent</dt>
        <dd>
          <Clock at={letter.sentAt} /> (<Ago at={letter.sentAt} />)
        </dd>
        {letter.edited !== undefined && (
          <>
            <dt>Edited</dt>
            <dd>
              by {letter.edited.by}, <Ago at={letter.edited.at} />
            </dd>
          </>
        )}
      </dl>
    </>
  );
}

const OUTCOMES: Readonly<
  Record<DryRun['outcome'], { readonly title: string; readonly tone: string }>
> = {
  acts: { title: 'It would be handled now.', tone: 'good' },
  skips: { title: 'It would be skipped: nothing is left to do.', tone: 'warning' },
  fails: { title: 'It would fail again.', tone: 'error' },
};

function DryRunResult({ result }: { readonly result: DryRun | undefined }) {
  if (result === undefined) return <div role="status" />;
  const { title, tone } = OUTCOMES[result.outcome];
  return (
    <div class={`notice notice-${tone}`} role="status">
      <div>
        <p>
          <strong>{title}</strong> {result.explanation}
        </p>
        {result.issues.length > 0 && (
          <ul>
            {result.issues.map(({ field, message }) => (
              <li key={field}>
                <code>{field}</code> {message}
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}
