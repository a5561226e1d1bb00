import {
  aChangeBy,
  aNewOrder,
  anEnvelopeOf,
  anOrderIn,
  aQueueMessageOf,
} from '@snacks/domain/testing';
import { Loyalty } from './loyalty.js';

// The messages that a bus and a queue would deliver, created with the domain's builders.
const events = [
  ...(aChangeBy('complete', anOrderIn('PROCESSING'))?.events ?? []),
  ...(aChangeBy('cancel', aNewOrder())?.events ?? []),
];
const envelopes = events.map((event) => anEnvelopeOf(event));
const broken = envelopes.map((envelope) => ({
  ...envelope,
  detail: { ...envelope.detail, totalAmount: '1' },
}));

const loyalty = new Loyalty();
for (const message of [...envelopes, ...events.map(aQueueMessageOf)]) loyalty.handle(message);

console.log(`John Doe has ${loyalty.of('John Doe')} points.`);
console.log(`Refused: ${broken.map((message) => loyalty.handle(message)).join(', ')}.`);
