import { useEffect, useRef } from 'preact/hooks';

import { Navigation } from './navigation.js';
import { Notices } from './notices.js';
import { RefusedView } from './sign-in/refused-view.js';
import { SignInAgain } from './sign-in/sign-in-again.js';
import { mayOpen, stream } from './state/access.js';
import { ending, session } from './state/session.js';
import { go, linkWith, view } from './state/location.js';
import { follow, poll, readHistory } from './state/stream.js';
import { InspectorOf, inspected, NOTHING_INSPECTED } from './views/inspector-of.js';
import { VIEW_NAMES } from './view-names.js';
import { ViewOf } from './views/view-of.js';

/** The page: navigation, the view, and beside it the order that a person looks at. */
export function App() {
  const title = VIEW_NAMES[view.value];
  const heading = useRef<HTMLHeadingElement>(null);
  const first = useRef(true);

  const path = stream.value;
  useEffect(() => {
    if (path === undefined) return poll();
    follow(path);
    void readHistory(path);
  }, [path]);

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
          {mayOpen(view.value) ? <ViewOf view={view.value} /> : <RefusedView view={view.value} />}
        </main>
        <InspectorOf />
      </div>
      {ending.value !== undefined && session.value !== undefined && (
        <SignInAgain ending={ending.value} session={session.value} />
      )}
    </>
  );
}
