import { useEffect, useState } from 'preact/hooks';

import { call } from '../api/client.js';
import { Problem } from '../parts/message.js';
import { Outcome } from '../parts/outcome.js';
import { useAction } from '../state/action.js';
import { useResource } from '../state/resource.js';

interface Rules {
  readonly rules: readonly unknown[];
}

const PATH = 'local/payment-rules';

/** One rule a line. */
function textOf(rules: readonly unknown[]): string {
  return rules.length === 0
    ? '[]'
    : `[\n  ${rules.map((rule) => JSON.stringify(rule)).join(',\n  ')}\n]`;
}

/** The payments that the simulated provider does not approve at once. */
export function PaymentRules() {
  const { data, error, reload } = useResource<Rules>(PATH, 0);
  const [text, setText] = useState('');
  const action = useAction();
  useEffect(() => {
    if (data !== undefined) setText(textOf(data.rules));
  }, [data]);
  return (
    <form
      class="card"
      aria-label="Payment rules"
      onSubmit={(event) => {
        event.preventDefault();
        action.run(async () => {
          const rules: unknown = JSON.parse(text);
          await call(PATH, { method: 'PUT', body: { rules } });
          reload();
          return 'The next payments follow these rules.';
        });
      }}
    >
      <h2>Payment rules</h2>
      <Problem error={error} />
      <label class="field">
        <span>
          As JSON: decline, time out or answer late, by amount or customer. For example{' '}
          <code>{'[{ "when": { "amount": 66.6 }, "reaction": "decline" }]'}</code>
        </span>
        <textarea
          class="code"
          rows={5}
          spellcheck={false}
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
      </label>
      <div class="buttons">
        <button type="submit" class="button" disabled={action.busy}>
          Set the rules
        </button>
      </div>
      <Outcome action={action} />
    </form>
  );
}
