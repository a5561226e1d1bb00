import { useEffect, useRef } from 'preact/hooks';

import { Navigation, VIEW_NAMES } from './navigation.js';
import { Notices } from './notices.js';
import { config } from './state/config.js';
import { go, linkWith, view } from './state/location.js';
import { follow, poll, readHistory } from './state/stream.js';
import { InspectorOf, inspected, NOTHING_INSPECTED } from './views/inspector-of.js';
import { ViewOf } from './views/view-of.js';

/** The page: navigation, the view, and beside it the order that a person looks at. */
export function App() {
  const title = VIEW_NAMES[view.value];
  const heading = useRef<HTMLHeadingElement>(null);
  const first = useRef(true);
  const { stream } = config.value ?? {};
  const configured = config.value !== undefined;

  useEffect(() => {
    if (!configured) return;
    if (stream === undefined) return poll();
    follow(stream);
    void readHistory(stream);
  }, [configured, stream]);

  useEffect(() => {
    document.title = `${title} · Serverless Snacks`;
    if (first.current) first.current = false;
    else heading.current?.focus();
  }, [title]);

  useEffect(() => {
    const closeInspector = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      if (inspected.value) go(linkWith(NOTHING_INSPECTED));
    };
    document.addEventListener('keydown', closeInspector);
    return () => document.removeEventListener('keydown', closeInspector);
  }, []);

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
      <div class={inspected.value ? 'shell shell-inspecting' : 'shell'}>
        <Navigation />
        <main class="view">
          <Notices />
          <h1 id="view" tabIndex={-1} ref={heading}>
            {title}
          </h1>
          <ViewOf view={view.value} />
        </main>
        <InspectorOf />
      </div>
    </>
  );
}
