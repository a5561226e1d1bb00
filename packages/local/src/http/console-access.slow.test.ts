import { describe, expect, it } from '@jest/globals';
import { accessibilityViolations, describeInBrowser, LOOKS } from '@snacks/console/testing';

import { assignPerson, type PersonAtConsole } from '../../test/person-at-console.js';

const describeStories = describeInBrowser(describe);

/** Every view by its link, in the order of the navigation. */
const VIEWS = {
  live: 'Live flow',
  orders: 'Orders',
  'dead-letters': 'Dead letters',
  approvals: 'Approvals',
  stock: 'Stock',
  place: 'Place an order',
  charts: 'Charts',
  logs: 'Logs',
  actions: 'Actions taken',
  faults: 'Faults',
};

/** Who may use what, by the callers of the topology's routes. */
const PEOPLE = [
  { who: 'a customer', groups: [], views: ['orders', 'place'] },
  { who: 'a device', groups: ['device'], views: ['orders', 'place'] },
  { who: 'an approver', groups: ['approver'], views: ['approvals', 'orders', 'place'] },
  { who: 'an operator', groups: ['operator'], views: Object.keys(VIEWS) },
  { who: 'both', groups: ['operator', 'approver'], views: Object.keys(VIEWS) },
];

describeStories('a person at a console that requires tokens, with the keyboard alone,', () => {
  let person: PersonAtConsole;

  assignPerson((one) => {
    person = one;
  });

  it.each(PEOPLE)(
    'signs in as $who, is offered exactly what they may use, and is refused nothing of it',
    async ({ groups, views }) => {
      await person.elsewhere('bob', { priority: 'high' });
      await person.open();
      await person.enterAs('amy', groups);

      const offered = Object.entries(VIEWS).filter(([view]) => views.includes(view));
      expect(await person.texts('nav a > span:nth-of-type(1)')).toEqual(
        offered.map(([, name]) => name),
      );
      for (const [view, name] of offered) {
        await person.goTo(`#/${view}`);
        await person.loaded(name);
        expect(await person.texts('.notice-error')).toEqual([]);
        expect(await person.count('.empty-title:text("needs the group")')).toBe(0);
      }
      for (const [view, name] of Object.entries(VIEWS).filter(([key]) => !views.includes(key))) {
        await person.goTo(`#/${view}`);
        await person.loaded(name);
        expect(await person.texts('.empty-title')).toEqual([
          expect.stringMatching(/^This view needs the group (operator|approver or operator)\.$/),
        ]);
      }
      const names = groups.length === 0 ? 'Customer, in no group' : `Groups: ${groups.join(', ')}`;
      expect(await person.texts('.signed-in p')).toEqual(['Signed in as amy', names]);
    },
  );

  it('places an order as a customer, follows it, and cancels it; others’ orders are not there', async () => {
    await person.elsewhere('bob', { customerName: 'Bob' });
    await person.open();
    await person.enterAs('alice');
    await person.loaded('Orders');
    expect(await person.texts('.empty-title')).toEqual(['There are no orders yet.']);
    await person.tabTo('Place an order');
    await person.press('Enter');
    await person.tabTo('Dana Fox high priority');
    await person.press('Enter');

    await person.page.waitForSelector('.chip[aria-current]:has-text("Dana Fox")');
    await person.tabTo('Place the order');
    await person.press('Enter');
    await person.page.waitForSelector('text=The order of Dana Fox is placed.');
    expect(await person.texts('form .button')).not.toContain('Show it in the live flow');
    await person.tabTo('Show the order');
    await person.press('Enter');
    await person.page.waitForSelector('.inspector .status-pending_approval');
    expect(await person.texts('.summary .button')).toEqual(['Cancel the order']);
    await person.tabTo('Cancel the order');
    await person.press('Enter');
    await person.tabTo('Cancel the order now');
    await person.press('Enter');

    await person.page.waitForSelector('.inspector .status-cancelled');
    await person.page.waitForSelector('.axis-entry:nth-child(2)');
    expect(await person.texts('.axis-entry strong')).toEqual(['Pending approval', 'Cancelled']);
    await person.goTo('#/orders');
    await person.page.waitForSelector('.list .row-link');
    expect(await person.texts('.list .row-link')).toEqual(['Dana Fox']);
  });

  it('decides as an approver on the orders of others, with their deadline before the eyes', async () => {
    const orderId = await person.elsewhere('bob', { customerName: 'Bob', priority: 'high' });
    await person.elsewhere('amy', { customerName: 'Amy', priority: 'high' });
    await person.open();
    await person.enterAs('amy', ['approver']);
    await person.page.waitForSelector('.cards li:nth-child(2)');
    expect(await person.texts('h1')).toEqual(['Approvals']);
    expect(await person.texts('.cards strong time')).toEqual([
      expect.stringMatching(/^23 h/),
      expect.stringMatching(/^23 h/),
    ]);
    expect(await person.texts('.cards li:nth-child(2) > .muted:last-child')).toEqual([
      'You placed this order: another approver decides on it.',
    ]);

    await person.tabTo(/^Note/);
    await person.page.keyboard.type('Welcome back');
    await person.tabTo(/^Approve the order of Bob/);
    await person.press('Enter');

    await person.page.waitForSelector('.cards li:nth-child(2)', { state: 'detached' });
    await person.goTo(`#/orders?order=${orderId}`);
    await person.page.waitForSelector('.inspector .axis-entry:nth-child(2) .muted');
    expect(await person.texts('.inspector .axis-what > .muted')).toContain(
      'approve, by staff: Welcome back',
    );
  });

  it('sees every order live as an operator, who may not decide', async () => {
    await person.open();
    await person.enterAs('olga', ['operator']);
    await person.page.waitForSelector('.connection-live');

    await person.tabTo('Load the examples');
    await person.press('Enter');

    await person.page.waitForSelector('.feed .status-processed');
    await person.page.waitForSelector('.feed .status-pending_approval');
    await person.tabTo('Dana Fox');
    await person.press('Enter');
    await person.page.waitForSelector('.inspector .status-pending_approval');
    expect(await person.texts('.inspector .summary .button')).toEqual(['Cancel the order']);
    await person.goTo('#/approvals');
    await person.page.waitForSelector('.cards li');
    expect(await person.count('.cards button')).toBe(0);
  });

  it('opens a link to a view of operators as a customer, and then as an operator', async () => {
    await person.open({ hash: '#/dead-letters?queue=order-processing-dlq&message=none' });
    await person.enterAs('alice');
    await person.loaded('Dead letters');
    expect(await person.count('.inspector')).toBe(0);
    expect(await person.texts('.command code')).toEqual([
      'npm run --silent token -- --subject alice --group operator',
    ]);

    await person.tabTo('Sign in with another token');
    await person.press('Enter');
    await person.enterAs('alice', ['operator']);

    await person.page.waitForSelector('text=No dead letters.');
    expect(new URL(person.page.url()).hash).toContain('queue=order-processing-dlq');
  });

  it.each(LOOKS)(
    'meets no barrier before, without and after a token: $width pixels, $theme',
    async ({ width, theme }) => {
      const orderId = await person.elsewhere('alice', { priority: 'high' });
      const found: Record<string, unknown> = {};
      const look = async (state: string): Promise<void> => {
        const violations = await accessibilityViolations(person.page);
        const overflow = await person.page.evaluate<number>(
          `document.documentElement.scrollWidth - window.innerWidth`,
        );
        if (violations.length > 0 || overflow > 0) found[state] = { violations, overflow };
      };
      const longName = `${'maximiliane-von-und-zu-hohenstein'.repeat(2)}@example.com`;

      await person.open({ width, theme });
      await person.page.waitForSelector('textarea.token');
      await look('sign-in');
      await person.signIn('hello');
      await person.page.waitForSelector('.notice-error');
      await look('sign-in with a problem');
      await person.signIn(await person.tokenOf('alice', [], 8));
      await person.page.waitForSelector('.navigation');
      await person.goTo(`#/orders?order=${orderId}`);
      await person.page.waitForSelector('.axis-entry');
      await look('the order of a customer');
      await person.goTo('#/faults');
      await person.loaded('Faults');
      await look('a view that needs a group');
      await person.page.waitForSelector('dialog');
      await look('sign-in again');
      await person.signIn(await person.tokenOf(longName, ['approver', 'operator', 'device']));
      await person.page.waitForSelector(`.signed-in:has-text("${longName}")`, {
        state: 'attached',
      });
      await person.goTo('#/approvals');
      await person.page.waitForSelector('.cards li');
      await look('approvals, with a long name');

      expect(found).toEqual({});
    },
  );
});
