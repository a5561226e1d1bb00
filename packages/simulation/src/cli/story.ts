import type { Step } from '@snacks/console';

const CALL =
  /^(?<from>[^→]+) → (?<to>(?:invoke \S+|request|[\w.]+)) ?(?<rest>.*?)(?:: (?<fault>[a-z ]+))?$/;
const RESPONSE = /^client .+? ← /;
const MESSAGE = /^message \d+ to (?<queue>\S+) (?<fault>lost|doubled)$/;
const REFUSAL = /^the bus refuses /;
const BROKEN = /^BROKEN: /;

/** Takes the lines of a timeline apart. */
export function toSteps(timeline: readonly string[]): Step[] {
  return timeline.map((line) => {
    const [time = '', ...words] = line.split('  ');
    const text = words.join('  ');
    return { at: time.replace('+', ''), text, ...partsOf(text) };
  });
}

function partsOf(text: string): Partial<Step> {
  if (BROKEN.test(text)) return { fault: 'broken invariant' };
  const message = MESSAGE.exec(text)?.groups;
  if (message !== undefined) {
    return { from: 'bus', to: `queue ${message.queue}`, ...faultOf(message.fault) };
  }
  if (REFUSAL.test(text)) return { to: 'bus', fault: 'refused' };
  if (RESPONSE.test(text)) return { to: 'client' };
  if (text.startsWith('operator ')) return { from: 'operator' };
  const call = CALL.exec(text)?.groups;
  if (call === undefined) return {};
  return {
    ...(call.from !== undefined && { from: call.from }),
    ...(call.to !== undefined && { to: call.to }),
    ...faultOf(call.fault),
  };
}

function faultOf(fault: string | undefined): { readonly fault?: string } {
  return fault === undefined ? {} : { fault };
}
