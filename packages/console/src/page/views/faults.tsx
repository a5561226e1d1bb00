import { call } from '../api/client.js';
import { durationText } from '../parts/format.js';
import { Empty, Loading, Problem } from '../parts/message.js';
import { Outcome } from '../parts/outcome.js';
import { TableScroll } from '../parts/table-scroll.js';
import { useAction } from '../state/action.js';
import { now } from '../state/clock.js';
import { useResource } from '../state/resource.js';
import { FaultForm } from './fault-form.js';
import { PaymentRules } from './payment-rules.js';

export const FAULT_KINDS = ['slow', 'refuse', 'lose response', 'crash'] as const;

export interface Fault {
  /** A port, such as `orders`, or a function. */
  readonly target: string;
  readonly fault: (typeof FAULT_KINDS)[number];
  /** Of the calls. */
  readonly percent: number;
  /** Only of a slow call. */
  readonly milliseconds?: number;
}

export interface Faults {
  readonly faults: readonly Fault[];
  readonly ports: readonly string[];
  readonly functions: readonly string[];
  /** The calls that met a fault. */
  readonly injected: number;
}

interface Invariants {
  readonly checked: number;
  readonly invariants: readonly {
    readonly name: string;
    /** `null`: work is under way. */
    readonly holds: boolean | null;
    readonly detail: string;
  }[];
}

const PATH = 'local/faults';

/** Milliseconds. The check looks at many orders, so it is not repeated at every change. */
const CHECK_INTERVAL = 3_000;

/** Rehearses incidents: faults in the calls of the platform, beside the invariants that must hold. */
export function FaultsView() {
  const { data, error, reload } = useResource<Faults>(PATH);
  return (
    <>
      <p class="lead">
        Break the platform on purpose, place orders, and watch: orders may wait or become dead
        letters, but every invariant holds. Only this machine has faults.
      </p>
      <Problem error={error} />
      {data === undefined && error === undefined && <Loading />}
      <div class="two-columns">
        <div class="stack">
          {data !== undefined && <FaultList faults={data} reload={reload} />}
          <PaymentRules />
        </div>
        <InvariantList />
      </div>
    </>
  );
}

function FaultList({ faults, reload }: { readonly faults: Faults; readonly reload: () => void }) {
  const action = useAction();
  const set = (next: readonly Fault[]): void =>
    action.run(async () => {
      await call<Faults>(PATH, { method: 'PUT', body: { faults: next } });
      reload();
      return next.length === 0 ? 'No fault is left.' : `${next.length} in effect.`;
    });
  return (
    <section class="card" aria-label="Faults">
      <div class="card-head">
        <h2>Faults</h2>
        <span class="muted">{faults.injected} calls met one</span>
      </div>
      <FaultForm
        ports={faults.ports}
        functions={faults.functions}
        busy={action.busy}
        add={(fault) => set([...faults.faults, fault])}
      />
      {faults.faults.length === 0 ? (
        <Empty title="No fault is in effect." />
      ) : (
        <>
          <TableScroll label="Faults in effect">
            <table class="list">
              <thead>
                <tr>
                  <th scope="col">Where</th>
                  <th scope="col">Fault</th>
                  <th scope="col" class="number">
                    Of the calls
                  </th>
                  <th scope="col">
                    <span class="hidden">Remove</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {faults.faults.map((fault, index) => (
                  <tr key={`${index} ${fault.target}`}>
                    <th scope="row">{fault.target}</th>
                    <td>{faultText(fault)}</td>
                    <td class="number">{fault.percent} %</td>
                    <td>
                      <button
                        type="button"
                        class="button"
                        disabled={action.busy}
                        onClick={() => set(faults.faults.filter((_fault, at) => at !== index))}
                      >
                        Remove<span class="hidden"> the fault of {fault.target}</span>
                      </button>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </TableScroll>
          <div class="buttons">
            <button
              type="button"
              class="button button-main"
              disabled={action.busy}
              onClick={() => set([])}
            >
              Remove all
            </button>
          </div>
        </>
      )}
      <Outcome action={action} />
    </section>
  );
}

function faultText({ fault, milliseconds }: Fault): string {
  return milliseconds === undefined ? fault : `${fault}, ${durationText(milliseconds)}`;
}

function InvariantList() {
  const { data, error } = useResource<Invariants>(
    'local/invariants',
    Math.floor(now.value / CHECK_INTERVAL),
  );
  return (
    <section class="card" aria-label="Invariants">
      <div class="card-head">
        <h2>Invariants</h2>
        {data !== undefined && <span class="muted">{data.checked} orders checked</span>}
      </div>
      <Problem error={error} />
      {data === undefined && error === undefined && <Loading />}
      <ul class="invariants">
        {data?.invariants.map(({ name, holds, detail }) => (
          <li key={name} class={`invariant-${String(holds)}`}>
            <p>
              <strong>{name}</strong>
            </p>
            <p>
              <span class="invariant-state">{HOLDS[String(holds)]}</span>
              {holds !== true && <span> {detail}</span>}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

const HOLDS: Readonly<Record<string, string>> = {
  true: 'Holds.',
  false: 'Broken!',
  null: 'Work is under way.',
};
