import { metadataSchema, TIMESTAMP } from '../events/schemas.js';
import { EVENT_FIELD_RULES } from './event-field-rules.js';
import { EVENT_RECORDED_VERSION } from './event-recorded.js';

const { properties, required, ...metadata } = metadataSchema(EVENT_RECORDED_VERSION);
const { orderVersion: _ofOrdersOnly, ...metadataProperties } = properties;

/** The JSON Schema (draft 2020-12) of the `detail` of `Event Recorded`. */
export const EVENT_RECORDED_SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: `urn:serverless-snacks:schema:event-recorded.v${EVENT_RECORDED_VERSION}.json`,
  title: 'Event Recorded',
  description: 'An external event was stored.',
  type: 'object',
  properties: {
    eventId: { type: 'string', format: 'uuid', description: 'The id that the sender received.' },
    source: {
      ...EVENT_FIELD_RULES.source.schema,
      description: 'What sent the event, such as a device.',
    },
    type: {
      ...EVENT_FIELD_RULES.type.schema,
      description: 'The type of the event, in the words of the sender.',
    },
    payload: EVENT_FIELD_RULES.payload.schema,
    refusal: {
      type: 'object',
      description: 'Why the event had no effect, if it asked for something that was refused.',
      properties: { code: { type: 'string' }, message: { type: 'string' } },
      required: ['code', 'message'],
      additionalProperties: false,
    },
    metadata: {
      ...metadata,
      properties: {
        ...metadataProperties,
        occurredAt: { ...TIMESTAMP, description: 'When the event was received, in UTC.' },
      },
      required: required.filter((name) => name !== 'orderVersion'),
    },
  },
  required: ['eventId', 'source', 'type', 'payload', 'metadata'],
  additionalProperties: false,
} as const;
