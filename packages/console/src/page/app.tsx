import { useEffect, useRef } from 'preact/hooks';

import { Navigation, VIEW_NAMES } from './navigation.js';
import { Notices } from './notices.js';
import { config } from './state/config.js';
import { go, linkWith, location } from './state/location.js';
import { follow, poll } from './state/stream.js';
import { OrderInspector } from './views/order-inspector.js';
import { ViewOf } from './views/view-of.js';

/** The page: navigation, the view, and beside it the order that a person looks at. */
export function App() {
  const { view, parameters } = location.value;
  const title = VIEW_NAMES[view];
  const heading = useRef<HTMLHeadingElement>(null);
  const first = useRef(true);
  const { stream } = config.value ?? {};
  const configured = config.value !== undefined;

  useEffect(() => {
    if (!configured) return;
    if (stream === undefined) poll();
    else follow(stream);
  }, [configured, stream]);

  useEffect(() => {
    document.title = `${title} · Serverless Snacks`;
    if (first.current) first.current = false;
    else heading.current?.focus();
  }, [title]);

  useEffect(() => {
    const closeInspector = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      if (location.value.parameters.order !== undefined) go(linkWith({ order: undefined }));
    };
    document.addEventListener('keydown', closeInspector);
    return () => document.removeEventListener('keydown', closeInspector);
  }, []);

  const orderId = parameters.order;
  return (
    <>
      <a
        class="skip"
        href="#view"
        onClick={(event) => {
          event.preventDefault();
          heading.current?.focus();
        }}
      >
        Skip to the content
      </a>
      <div class={orderId === undefined ? 'shell' : 'shell shell-inspecting'}>
        <Navigation />
        <main class="view">
          <Notices />
          <h1 id="view" tabIndex={-1} ref={heading}>
            {title}
          </h1>
          <ViewOf view={view} />
        </main>
        {orderId !== undefined && <OrderInspector key={orderId} orderId={orderId} />}
      </div>
    </>
  );
}
