import { useState } from 'preact/hooks';

import { Icon, type IconName } from './parts/icon.js';
import { SignedIn } from './sign-in/signed-in.js';
import { mayOpen } from './state/access.js';
import { useApprovals } from './state/approvals.js';
import { config } from './state/config.js';
import { VIEWS, type View } from './state/hash.js';
import { linkTo, view } from './state/location.js';
import { deadLetterCount } from './state/overview.js';
import { connection, type Connection } from './state/stream.js';
import { VIEW_NAMES } from './view-names.js';

const ICONS: Readonly<Record<View, IconName>> = {
  live: 'flow',
  orders: 'list',
  'dead-letters': 'letter',
  approvals: 'check',
  stock: 'box',
  place: 'plus',
  charts: 'chart',
  logs: 'text',
  actions: 'clock',
  faults: 'bolt',
};

/** Whether this platform has the view, and the person may use it. */
function isShown(name: View): boolean {
  return mayOpen(name) && (name !== 'faults' || config.value?.features.includes(name) === true);
}

/** The links to all views, with what waits for a person. On a phone it opens from a button. */
export function Navigation() {
  const [open, setOpen] = useState(false);
  return (
    <header class={open ? 'navigation navigation-open' : 'navigation'}>
      <div class="brand">
        <img src="icon.svg" alt="" width="24" height="24" />
        <span>Serverless Snacks</span>
        <button
          type="button"
          class="menu-button"
          aria-expanded={open}
          aria-controls="menu"
          onClick={() => setOpen(!open)}
        >
          Menu
          {!open && <Badge count={deadLetterCount.value} what="dead letters" />}
        </button>
      </div>
      <nav id="menu" aria-label="Views">
        <ul>
          {VIEWS.filter(isShown).map((name) => (
            <li key={name}>
              <a
                href={linkTo(name)}
                aria-current={view.value === name ? 'page' : undefined}
                onClick={() => setOpen(false)}
              >
                <Icon name={ICONS[name]} />
                <span>{VIEW_NAMES[name]}</span>
                {name === 'dead-letters' && (
                  <Badge count={deadLetterCount.value} what="dead letters" />
                )}
                {name === 'approvals' && <ApprovalsBadge />}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <Status />
    </header>
  );
}

function ApprovalsBadge() {
  const { items } = useApprovals(100);
  return <Badge count={items?.length ?? 0} what="approvals wait" />;
}

function Badge({ count, what }: { readonly count: number; readonly what: string }) {
  if (count === 0) return null;
  return (
    <span class="badge">
      {count}
      <span class="hidden"> {what}</span>
    </span>
  );
}

const CONNECTION_TEXTS: Readonly<Record<Connection, string>> = {
  connecting: 'Connecting…',
  live: 'Live',
  lost: 'Connection lost',
  polling: 'Updated every 10 seconds',
};

function Status() {
  const { place, storage, auth } = config.value ?? {};
  return (
    <div class="platform">
      <SignedIn />
      <p class={`connection connection-${connection.value}`}>
        {CONNECTION_TEXTS[connection.value]}
      </p>
      {place === 'laptop' && (
        <p>
          On this machine. Orders are kept {storage}.
          {auth === false && ' No sign-in: every caller has full access.'}
        </p>
      )}
      <p>
        <a href="/docs">API documentation</a>
      </p>
    </div>
  );
}
