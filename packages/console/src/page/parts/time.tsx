import { now } from '../state/clock.js';
import { agoText, clockText, durationText } from './format.js';

/** How long ago something was; the whole time as a tooltip. */
export function Ago({ at }: { readonly at: string }) {
  return (
    <time dateTime={at} title={at}>
      {agoText(at, now.value)}
    </time>
  );
}

/** The time of day. */
export function Clock({
  at,
  milliseconds = false,
}: {
  readonly at: string;
  readonly milliseconds?: boolean;
}) {
  return (
    <time dateTime={at} title={at}>
      {clockText(at, milliseconds)}
    </time>
  );
}

/** The time that is left, counting down. */
export function Countdown({ to }: { readonly to: string }) {
  const left = Date.parse(to) - now.value;
  return (
    <time dateTime={to} title={to} class={left < 3_600_000 ? 'urgent' : undefined}>
      {left <= 0 ? 'due now' : durationText(left)}
    </time>
  );
}
