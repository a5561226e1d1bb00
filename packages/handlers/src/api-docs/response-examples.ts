import { isFields } from '@snacks/domain';

import { PROBLEM_KINDS, problemType, type ProblemCode } from '../inbound/http/problem-kinds.js';
import type { Examples } from './request-examples.js';
import type { Schema } from './schemas.js';

/** What a field has in the examples of responses, by its name. */
const VALUES: Readonly<Record<string, unknown>> = {
  orderId: '9f3c2f6e-7b1d-4c58-9d4e-2a6f0f4b8c11',
  eventId: '0b7de0a4-52f3-4d3c-8f57-7f3a1d7c9e20',
  actionId: 'e41b7c90-6a2d-4d8e-9c15-8f0b3a7d6e25',
  messageId: 'c2a61d8b-0e4f-4f0c-b7a3-6d5e9f1a8b34',
  correlationId: '5d0f8a3e-1c64-4b7a-a2f5-3c9e6b8d7f42',
  customerId: 'customer-42',
  customerName: 'Alice Smith',
  quantity: 2,
  price: 2.5,
  totalAmount: 5,
  address: '1 Main Street',
  instructions: 'Ring twice.',
  note: 'A customer for many years.',
  queue: 'order-processing-dlq',
  deadLetterQueue: 'order-processing-dlq',
  source: 'order-processing',
  sentTo: 'order-processing',
  service: 'order-processor',
  level: 'info',
  available: 24,
  reserved: 2,
  sold: 74,
  version: 3,
};

/** The same for names that other fields have as well: these alone have a pattern. */
const VALUES_BY_PATTERN: typeof VALUES = {
  name: 'Chips',
  type: 'temperature.measured',
  reason: 'The payment provider responds again.',
};

/** The schema with examples for the fields that are known by their names, at any depth. */
export function withExamples(schema: Schema): Schema {
  const { properties, items } = schema;
  return {
    ...schema,
    ...(isFields(items) && { items: withExamples(items) }),
    ...(isFields(properties) && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, property]) => [
          name,
          isFields(property)
            ? { ...withExamples(property), ...exampleOf(name, property) }
            : property,
        ]),
      ),
    }),
  };
}

function exampleOf(name: string, property: Schema): Schema {
  const value =
    VALUES[name] ?? (property.pattern === undefined ? undefined : VALUES_BY_PATTERN[name]);
  return value === undefined ? {} : { examples: [value] };
}

/** The bodies of problems, by their codes. */
export function problemExamples(codes: readonly ProblemCode[]): Examples {
  return Object.fromEntries(
    codes.map((code) => {
      const { status, title, remedy } = PROBLEM_KINDS[code];
      return [code, { value: { type: problemType(code), title, status, detail: remedy, code } }];
    }),
  );
}
