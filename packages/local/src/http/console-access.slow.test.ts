import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  accessibilityViolations,
  describeInBrowser,
  openConsole,
  startBrowser,
  type OpenedConsole,
  type OpenOptions,
} from '@snacks/console/testing';
import { anOrderRequest } from '@snacks/domain/testing';
import { PinoLogger } from '@snacks/handlers';

import { servedPlatform } from '../../test/served-platform.js';
import { LocalIssuer } from '../auth/local-issuer.js';
import { newSigningKey } from '../auth/signing-key.js';

const describeStories = describeInBrowser(describe);

type Served = Awaited<ReturnType<typeof servedPlatform>>;

const HOUR = 3_600;

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

const LOOKS = [
  { width: 1_400, theme: 'light' },
  { width: 1_400, theme: 'dark' },
  { width: 390, theme: 'light' },
  { width: 390, theme: 'dark' },
] as const;

describeStories('a person at a console that requires tokens, with the keyboard alone,', () => {
  let browser: Awaited<ReturnType<typeof startBrowser>>;

  beforeAll(async () => {
    browser = await startBrowser();
  });

  afterAll(async () => {
    await browser.close();
  });

  let issuer: LocalIssuer;
  let served: Served;
  let opened: OpenedConsole;
  /** Responses that refuse a request of the page: its status and path. */
  let refused: string[];
  let urls: string[];
  let logged: string[];
  let tokens: string[];

  const tokenOf = async (subject: string, groups: readonly string[] = [], expiresIn = HOUR) => {
    const token = await issuer.mint({ subject, groups, expiresIn });
    tokens.push(token);
    return token;
  };

  async function serve(port = 0): Promise<void> {
    issuer = new LocalIssuer(await newSigningKey());
    served = await servedPlatform({
      port,
      issuer,
      loggerOf: (service, logs) =>
        new PinoLogger({
          service,
          level: 'trace',
          destination: logs.destinationFor(service, { write: (line) => void logged.push(line) }),
        }),
    });
  }

  async function open(options: Omit<OpenOptions, 'url'> = {}): Promise<void> {
    opened = await openConsole(browser, { url: served.url, ...options });
    opened.page.on('request', (request) => urls.push(request.url()));
    opened.page.on('response', (response) => {
      const status = response.status();
      if (status === 401 || status === 403) refused.push(`${status} ${response.url()}`);
    });
  }

  beforeEach(async () => {
    [refused, urls, logged, tokens] = [[], [], [], []];
    await serve();
  });

  afterEach(async () => {
    try {
      await opened.close();
      expect(refused).toEqual([]);
      const signatures = tokens.map((token) => token.split('.').at(-1) ?? token);
      const leaks = [...urls, ...logged].filter((text) =>
        signatures.some((signature) => text.includes(signature)),
      );
      expect(leaks).toEqual([]);
    } finally {
      await served.stop(5_000);
    }
  });

  async function signIn(token: string): Promise<void> {
    await opened.page.waitForSelector('textarea.token');
    await opened.tabTo('Token');
    await opened.press('Control+A');
    await opened.page.keyboard.insertText(token);
    await opened.press('Enter');
  }

  async function enterAs(subject: string, groups: readonly string[] = []): Promise<void> {
    await signIn(await tokenOf(subject, groups));
    await opened.page.waitForSelector('.navigation');
  }

  async function goTo(hash: string): Promise<void> {
    await opened.page.goto(`${served.url}/${hash}`);
  }

  /** Waits until the view has read everything. */
  async function loaded(title: string): Promise<void> {
    await opened.page.waitForSelector(`h1:text-is("${title}")`);
    await opened.page.waitForFunction(() => document.querySelector('.loading') === null);
  }

  async function placed(subject: string, changes: object = {}): Promise<string> {
    const headers = { authorization: `Bearer ${await tokenOf(subject)}` };
    const { body } = await served.post('/orders', { ...anOrderRequest(), ...changes }, headers);
    return String(body.orderId);
  }

  const texts = async (selector: string): Promise<string[]> =>
    opened.page.locator(selector).allTextContents();

  const count = async (selector: string): Promise<number> => opened.page.locator(selector).count();

  it.each(PEOPLE)(
    'signs in as $who, is offered exactly what they may use, and is refused nothing of it',
    async ({ groups, views }) => {
      await placed('bob', { priority: 'high' });
      await open();
      await enterAs('amy', groups);

      const offered = Object.entries(VIEWS).filter(([view]) => views.includes(view));
      expect(await texts('nav a > span:nth-of-type(1)')).toEqual(offered.map(([, name]) => name));
      for (const [view, name] of offered) {
        await goTo(`#/${view}`);
        await loaded(name);
        expect(await texts('.notice-error')).toEqual([]);
        expect(await count('.empty-title:text("needs the group")')).toBe(0);
      }
      for (const [view, name] of Object.entries(VIEWS).filter(([key]) => !views.includes(key))) {
        await goTo(`#/${view}`);
        await loaded(name);
        expect(await texts('.empty-title')).toEqual([
          expect.stringMatching(/^This view needs the group (operator|approver or operator)\.$/),
        ]);
      }
      const names = groups.length === 0 ? 'Customer, in no group' : `Groups: ${groups.join(', ')}`;
      expect(await texts('.signed-in p')).toEqual(['Signed in as amy', names]);
    },
  );

  it('places an order as a customer, follows it, and cancels it; others’ orders are not there', async () => {
    await placed('bob', { customerName: 'Bob' });
    await open();
    await enterAs('alice');
    await loaded('Orders');
    expect(await texts('.empty-title')).toEqual(['There are no orders yet.']);
    await opened.tabTo('Place an order');
    await opened.press('Enter');
    await opened.tabTo('Dana Fox high priority');
    await opened.press('Enter');

    await opened.page.waitForSelector('.chip[aria-current]:has-text("Dana Fox")');
    await opened.tabTo('Place the order');
    await opened.press('Enter');
    await opened.page.waitForSelector('text=The order of Dana Fox is placed.');
    expect(await texts('form .button')).not.toContain('Show it in the live flow');
    await opened.tabTo('Show the order');
    await opened.press('Enter');
    await opened.page.waitForSelector('.inspector .status-pending_approval');
    expect(await texts('.summary .button')).toEqual(['Cancel the order']);
    await opened.tabTo('Cancel the order');
    await opened.press('Enter');
    await opened.tabTo('Cancel the order now');
    await opened.press('Enter');

    await opened.page.waitForSelector('.inspector .status-cancelled');
    await opened.page.waitForSelector('.axis-entry:nth-child(2)');
    expect(await texts('.axis-entry strong')).toEqual(['Pending approval', 'Cancelled']);
    await goTo('#/orders');
    await opened.page.waitForSelector('.list .row-link');
    expect(await texts('.list .row-link')).toEqual(['Dana Fox']);
  });

  it('decides as an approver on the orders of others, with their deadline before the eyes', async () => {
    const orderId = await placed('bob', { customerName: 'Bob', priority: 'high' });
    await placed('amy', { customerName: 'Amy', priority: 'high' });
    await open();
    await enterAs('amy', ['approver']);
    await opened.page.waitForSelector('.cards li:nth-child(2)');
    expect(await texts('h1')).toEqual(['Approvals']);
    expect(await texts('.cards strong time')).toEqual([
      expect.stringMatching(/^23 h/),
      expect.stringMatching(/^23 h/),
    ]);
    expect(await texts('.cards li:nth-child(2) > .muted:last-child')).toEqual([
      'You placed this order: another approver decides on it.',
    ]);

    await opened.tabTo(/^Note/);
    await opened.page.keyboard.type('Welcome back');
    await opened.tabTo(/^Approve the order of Bob/);
    await opened.press('Enter');

    await opened.page.waitForSelector('.cards li:nth-child(2)', { state: 'detached' });
    await goTo(`#/orders?order=${orderId}`);
    await opened.page.waitForSelector('.inspector .axis-entry:nth-child(2) .muted');
    expect(await texts('.inspector .axis-what > .muted')).toContain(
      'approve, by staff: Welcome back',
    );
  });

  it('sees every order live as an operator, who may not decide', async () => {
    await open();
    await enterAs('olga', ['operator']);
    await opened.page.waitForSelector('.connection-live');

    await opened.tabTo('Load the examples');
    await opened.press('Enter');

    await opened.page.waitForSelector('.feed .status-processed');
    await opened.page.waitForSelector('.feed .status-pending_approval');
    await opened.tabTo('Dana Fox');
    await opened.press('Enter');
    await opened.page.waitForSelector('.inspector .status-pending_approval');
    expect(await texts('.inspector .summary .button')).toEqual(['Cancel the order']);
    await goTo('#/approvals');
    await opened.page.waitForSelector('.cards li');
    expect(await count('.cards button')).toBe(0);
  });

  it('opens a link to a view of operators as a customer, and then as an operator', async () => {
    await open({ hash: '#/dead-letters?queue=order-processing-dlq&message=none' });
    await enterAs('alice');
    await loaded('Dead letters');
    expect(await count('.inspector')).toBe(0);
    expect(await texts('.command code')).toEqual([
      'npm run --silent token -- --subject alice --group operator',
    ]);

    await opened.tabTo('Sign in with another token');
    await opened.press('Enter');
    await enterAs('alice', ['operator']);

    await opened.page.waitForSelector('text=No dead letters.');
    expect(new URL(opened.page.url()).hash).toContain('queue=order-processing-dlq');
  });

  it('is told what is wrong with a token, which stays in the field', async () => {
    const other = new LocalIssuer(await newSigningKey());
    const unknown = await other.mint({ subject: 'alice', groups: [], expiresIn: HOUR });
    await open();

    for (const [token, problem] of [
      ['hello', 'There is no token in this text.'],
      [await tokenOf('alice', [], -60), 'This token has expired.'],
      [unknown, 'The platform does not accept this token.'],
    ] as const) {
      await signIn(token);
      await opened.page.waitForSelector(`.notice-error:has-text("${problem}")`);
      expect(await opened.page.locator('textarea').inputValue()).toBe(token);
    }
    expect(refused).toEqual([`401 ${served.url}/orders?limit=1`]); // asked once, and never again
    refused.splice(0);
    opened.errors.splice(0); // the browser reports the refusal, too
    await enterAs('alice');
    await loaded('Orders');
  });

  it('signs in again when the token expires, and loses neither what they typed nor an event', async () => {
    await open({ hash: '#/stock' });
    await signIn(await tokenOf('olga', ['operator'], 3));
    await opened.page.waitForSelector('.connection-live');
    await opened.tabTo('Snack');
    await opened.page.keyboard.type('Soda');

    await opened.page.waitForSelector('dialog:has-text("Your token has expired.")');
    await opened.press('Escape', 'Escape');
    const before = urls.length;
    await placed('bob', { customerName: 'Bob' });
    await signIn(await tokenOf('olga', ['operator']));

    await opened.page.waitForSelector('dialog', { state: 'detached' });
    expect(urls.slice(before, before + 1)).toEqual([`${served.url}/orders?limit=1`]);
    expect(await opened.page.locator('input').first().inputValue()).toBe('Soda');
    await opened.press('!');
    expect(await opened.page.locator('input').first().inputValue()).toBe('Soda!');
    await opened.page.waitForSelector('.connection-live');
    await goTo('#/live');
    await opened.page.waitForSelector('.feed .status-processed');
    expect(await texts('.feed a')).toEqual(['Bob', 'Bob']);
  });

  it('goes on with what was sent with a token that the platform no longer accepts', async () => {
    await open({ hash: '#/place?preset=john-doe' });
    await enterAs('alice');
    await loaded('Place an order');
    const port = Number(new URL(served.url).port);
    await served.stop(5_000);
    await serve(port);

    await opened.tabTo('Place the order');
    await opened.press('Enter');
    await opened.page.waitForSelector('dialog:has-text("no longer accepts your token")');
    await signIn(await tokenOf('alice'));

    await opened.page.waitForSelector('text=The order of John Doe is placed.');
    expect(refused).toEqual([`401 ${served.url}/orders`]);
    refused.splice(0);
    opened.errors.splice(0);
  });

  it('shows nothing of the person before, if another one signs in', async () => {
    await placed('bob', { customerName: 'Bob' });
    await open({ hash: '#/orders' });
    await signIn(await tokenOf('olga', ['operator'], 3));
    await opened.page.waitForSelector('.list .row-link:text-is("Bob")');
    await opened.page.waitForSelector('dialog');

    await signIn(await tokenOf('alice'));

    await opened.page.waitForSelector('.signed-in:has-text("alice")');
    await opened.page.waitForSelector('.empty-title');
    expect(await count('.row-link')).toBe(0);
    expect(await count('nav a')).toBe(2);
  });

  it('stays signed in after a reload, in this tab alone, until they sign out', async () => {
    await open({ hash: '#/orders' });
    await enterAs('alice');
    await opened.page.reload();
    await loaded('Orders');
    const other = await opened.page.context().newPage();
    await other.goto(served.url);
    await other.waitForSelector('h1:text-is("Sign in")');
    await other.close();

    await opened.tabTo('Sign out');
    await opened.press('Enter');

    await opened.page.waitForSelector('h1:text-is("Sign in")');
    expect(new URL(opened.page.url()).hash).toBe('');
    await opened.page.reload();
    await opened.page.waitForSelector('h1:text-is("Sign in")');
    const kept = await opened.page.evaluate(() => [
      ...Object.keys(sessionStorage),
      ...Object.keys(localStorage),
      document.cookie,
    ]);
    expect(kept).toEqual(['']);
  });

  it('returns to a tab whose token has expired, and gets the command for a new one', async () => {
    await open();
    await signIn(await tokenOf('amy', ['approver'], 2));
    await opened.page.waitForSelector('dialog');
    await opened.page.reload();

    await opened.page.waitForSelector('text=Your token has expired.');
    expect((await texts('.commands code'))[0]).toBe(
      'npm run --silent token -- --subject amy --group approver',
    );
    await enterAs('amy', ['approver']);
    await loaded('Approvals');
  });

  it.each(LOOKS)(
    'meets no barrier before, without and after a token: $width pixels, $theme',
    async ({ width, theme }) => {
      const orderId = await placed('alice', { priority: 'high' });
      const found: Record<string, unknown> = {};
      const look = async (state: string): Promise<void> => {
        const violations = await accessibilityViolations(opened.page);
        const overflow = await opened.page.evaluate(
          () => document.documentElement.scrollWidth - window.innerWidth,
        );
        if (violations.length > 0 || overflow > 0) found[state] = { violations, overflow };
      };
      const longName = `${'maximiliane-von-und-zu-hohenstein'.repeat(2)}@example.com`;

      await open({ width, theme });
      await opened.page.waitForSelector('textarea.token');
      await look('sign-in');
      await signIn('hello');
      await opened.page.waitForSelector('.notice-error');
      await look('sign-in with a problem');
      await signIn(await tokenOf('alice', [], 4));
      await opened.page.waitForSelector('.navigation');
      await goTo(`#/orders?order=${orderId}`);
      await opened.page.waitForSelector('.axis-entry');
      await look('the order of a customer');
      await goTo('#/faults');
      await loaded('Faults');
      await look('a view that needs a group');
      await opened.page.waitForSelector('dialog');
      await look('sign-in again');
      await signIn(await tokenOf(longName, ['approver', 'operator', 'device']));
      await opened.page.waitForSelector(`.signed-in:has-text("${longName}")`, {
        state: 'attached',
      });
      await goTo('#/approvals');
      await opened.page.waitForSelector('.cards li');
      await look('approvals, with a long name');

      expect(found).toEqual({});
    },
  );
});
