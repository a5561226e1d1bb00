import { LIMITS } from '../order/limits.js';
import { isCarried, identifierRule } from '../validation/text.js';
import type { FieldRule } from '../validation/field-rule.js';

function isJson(value: unknown, depth: number): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value === 'string') return isCarried(value);
  if (typeof value !== 'object') return typeof value === 'boolean';
  const inner = value === null ? [] : Object.entries(value);
  return (
    depth >= 0 && inner.every(([name, element]) => isCarried(name) && isJson(element, depth - 1))
  );
}

/** The rules of the fields that the sender of an external event sets. */
export const EVENT_FIELD_RULES = {
  source: identifierRule('EVENT_SOURCE_INVALID', LIMITS.eventNameLength),
  type: identifierRule('EVENT_TYPE_INVALID', LIMITS.eventNameLength),
  payload: {
    code: 'PAYLOAD_INVALID',
    message: `must be JSON, nested at most ${LIMITS.requestDepth} deep, with finite numbers, and without noncharacters and lone surrogates in its texts`,
    accepts: (value: unknown): value is unknown => isJson(value, LIMITS.requestDepth),
    schema: { description: 'Any JSON.' },
  },
} as const satisfies Readonly<Record<string, FieldRule>>;
