import { readBusEvent } from '@snacks/domain/events';

/** The code under test: a target of the bus that writes a mail for each new order. */
export class WelcomeMails {
  name = 'welcome-mails';
  sent = [];

  deliver(envelope) {
    const reading = readBusEvent(envelope);
    if (reading.event?.type !== 'Order Created') return;
    this.sent.push(`Thank you, ${reading.event.detail.customerName}!`);
  }
}
