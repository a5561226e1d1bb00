import { EVENT_RECORDED_SCHEMA, ORDER_EVENT_SCHEMAS } from '@snacks/domain/events';

import { topology } from '../topology/topology.js';

/** Returns an AsyncAPI 3 document of the events on the bus, built from the event schemas. */
export function asyncApiDocument() {
  const schemas = [...Object.values(ORDER_EVENT_SCHEMAS), EVENT_RECORDED_SCHEMA];
  const messages = Object.fromEntries(schemas.map((schema) => [keyOf(schema), messageOf(schema)]));
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Serverless Snacks',
      version: '1.0.0',
      description:
        'Every event is delivered at least once, in any order. Deduplicate by `metadata.eventId`. Of two events of one order, the later one has the higher `metadata.orderVersion`.',
      license: { name: 'MIT' },
    },
    defaultContentType: 'application/json',
    channels: {
      bus: {
        address: topology.bus.name,
        description:
          'The EventBridge bus. The payload of a message is the `detail` of the event, its name the `detail-type`.',
        messages: Object.fromEntries(
          Object.keys(messages).map((key) => [key, { $ref: `#/components/messages/${key}` }]),
        ),
      },
    },
    operations: {
      publishEvents: { action: 'send', channel: { $ref: '#/channels/bus' } },
    },
    components: { messages },
  };
}

interface EventSchema {
  readonly title: string;
  readonly description: string;
}

/** `OrderCreated` */
function keyOf({ title }: EventSchema): string {
  return title.replaceAll(' ', '');
}

function messageOf(schema: EventSchema) {
  return {
    name: schema.title,
    title: schema.title,
    summary: schema.description,
    payload: { schemaFormat: 'application/schema+json;version=draft-2020-12', schema },
  };
}
