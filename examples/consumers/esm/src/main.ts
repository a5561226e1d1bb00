import { EVENT_SOURCE } from '@snacks/domain/events';
import { aChangeBy, aNewOrder, anOrderIn } from '@snacks/domain/testing';
import { Loyalty } from './loyalty.js';

// The events that a bus would deliver, created with the domain's builders.
const processed = aChangeBy('complete', anOrderIn('PROCESSING'))?.events ?? [];
const cancelled = aChangeBy('cancel', aNewOrder())?.events ?? [];
const events = [...processed, ...cancelled].map(({ type, detail }) => ({
  source: EVENT_SOURCE,
  'detail-type': type,
  detail,
}));
const broken = events.map((event) => ({ ...event, detail: { ...event.detail, totalAmount: '1' } }));

const loyalty = new Loyalty();
for (const event of [...events, ...events, ...broken]) loyalty.handle(event);

console.log(`John Doe has ${loyalty.of('John Doe')} points.`);
