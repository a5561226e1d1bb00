import { computed } from '@preact/signals';
import { useRef } from 'preact/hooks';

import { Inspector } from '../parts/inspector.js';
import { Empty, Loading, Problem } from '../parts/message.js';
import { may } from '../state/access.js';
import { linkWith, location } from '../state/location.js';
import { useDeadLetters } from '../state/dead-letters.js';
import { CallerOrderInspector } from './caller-order-inspector.js';
import { DeadLetterInspector } from './dead-letter-inspector.js';
import { OrderInspector } from './order-inspector.js';

/** The parameters without anything in the inspector. */
export const NOTHING_INSPECTED = { order: undefined, message: undefined, kinds: undefined };

/** Whether the inspector is open. */
export const inspected = computed(() => {
  const { order, message } = location.value.parameters;
  return order !== undefined || (message !== undefined && may('GET /operations/dead-letters'));
});

/** The panel beside the view: of an order or, behind it, of a dead letter. */
export function InspectorOf() {
  const { order, message } = location.value.parameters;
  if (!inspected.value) return null;
  if (order !== undefined) {
    const Shown = may('GET /operations/orders/{orderId}') ? OrderInspector : CallerOrderInspector;
    return <Shown key={order} orderId={order} />;
  }
  if (message !== undefined) return <LetterOf key={message} messageId={message} />;
  return null;
}

function LetterOf({ messageId }: { readonly messageId: string }) {
  const { queue } = location.value.parameters;
  const { data, error, reload } = useDeadLetters(queue);
  const letter = data?.items.find((one) => one.messageId === messageId);
  const last = useRef(letter);
  if (letter !== undefined) last.current = letter;
  const orderId = last.current?.orderId;
  if (letter !== undefined) return <DeadLetterInspector letter={letter} reload={reload} />;
  return (
    <Inspector title="Dead letter" closeLink={linkWith({ message: undefined })}>
      <Problem error={error} />
      {data === undefined && error === undefined && <Loading />}
      {data !== undefined && (
        <Empty title="This message is no longer a dead letter.">
          <p>It was redriven, edited or deleted.</p>
          {orderId !== undefined && (
            <a class="button button-main" href={linkWith({ order: orderId, message: undefined })}>
              Show the order
            </a>
          )}
        </Empty>
      )}
    </Inspector>
  );
}
