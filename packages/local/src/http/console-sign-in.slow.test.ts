import { describe, expect, it } from '@jest/globals';
import { describeInBrowser } from '@snacks/console/testing';

import { assignPerson, type PersonAtConsole } from '../../test/person-at-console.js';
import { LocalIssuer } from '../auth/local-issuer.js';
import { newSigningKey } from '../auth/signing-key.js';

const describeStories = describeInBrowser(describe);

const HOUR = 3_600;

describeStories('a person who signs in to the console, with the keyboard alone,', () => {
  let person: PersonAtConsole;

  assignPerson((one) => {
    person = one;
  });

  it('reads what is wrong with a token, which stays in the field', async () => {
    const other = new LocalIssuer(await newSigningKey());
    const unknown = await other.mint({ subject: 'alice', groups: [], expiresIn: HOUR });
    await person.open();

    for (const [token, problem] of [
      ['hello', 'There is no token in this text.'],
      [await person.tokenOf('alice', [], -60), 'This token has expired.'],
      [unknown, 'The platform does not accept this token.'],
    ] as const) {
      await person.signIn(token);
      await person.page.waitForSelector(`.notice-error:has-text("${problem}")`);
      expect(await person.page.locator('textarea').inputValue()).toBe(token);
    }
    expect(person.refused).toEqual([`401 ${person.platform.url}/orders?limit=1`]); // asked once, and never again
    person.refused.splice(0);
    person.errors.splice(0); // the browser reports the refusal, too
    await person.enterAs('alice');
    await person.loaded('Orders');
  });

  it('signs in again when the token expires, and loses neither what they typed nor an event', async () => {
    await person.open({ hash: '#/stock' });
    await person.signIn(await person.tokenOf('olga', ['operator'], 8));
    await person.page.waitForSelector('.connection-live');
    await person.tabTo('Snack');
    await person.page.keyboard.type('Soda');

    await person.page.waitForSelector('dialog:has-text("Your token has expired.")');
    await person.press('Escape', 'Escape');
    const before = person.urls.length;
    await person.elsewhere('bob', { customerName: 'Bob' });
    await person.signIn(await person.tokenOf('olga', ['operator']));

    await person.page.waitForSelector('dialog', { state: 'detached' });
    expect(person.urls.slice(before, before + 1)).toEqual([
      `${person.platform.url}/orders?limit=1`,
    ]);
    expect(await person.page.locator('input').first().inputValue()).toBe('Soda');
    await person.press('!');
    expect(await person.page.locator('input').first().inputValue()).toBe('Soda!');
    await person.page.waitForSelector('.connection-live');
    await person.goTo('#/live');
    await person.page.waitForSelector('.feed .status-processed');
    expect(await person.texts('.feed a')).toEqual(['Bob', 'Bob']);
  });

  it('goes on with what was sent with a token that the platform no longer accepts', async () => {
    await person.open({ hash: '#/place?preset=john-doe' });
    await person.enterAs('alice');
    await person.loaded('Place an order');
    await person.serve(Number(new URL(person.platform.url).port));

    await person.tabTo('Place the order');
    await person.press('Enter');
    await person.page.waitForSelector('dialog:has-text("no longer accepts your token")');
    await person.signIn(await person.tokenOf('alice'));

    await person.page.waitForSelector('text=The order of John Doe is placed.');
    expect(person.refused).toEqual([`401 ${person.platform.url}/orders`]);
    person.refused.splice(0);
    person.errors.splice(0);
  });

  it('shows nothing of the person before, if another one signs in', async () => {
    await person.elsewhere('bob', { customerName: 'Bob' });
    await person.open({ hash: '#/orders' });
    await person.signIn(await person.tokenOf('olga', ['operator'], 8));
    await person.page.waitForSelector('.list .row-link:text-is("Bob")');
    await person.page.waitForSelector('dialog');

    await person.signIn(await person.tokenOf('alice'));

    await person.page.waitForSelector('.signed-in:has-text("alice")');
    await person.page.waitForSelector('.empty-title');
    expect(await person.count('.row-link')).toBe(0);
    expect(await person.count('nav a')).toBe(2);
  });

  it('stays signed in after a reload, in this tab alone, until they sign out', async () => {
    await person.open({ hash: '#/orders' });
    await person.enterAs('alice');
    await person.page.reload();
    await person.loaded('Orders');
    const other = await person.page.context().newPage();
    await other.goto(person.platform.url);
    await other.waitForSelector('h1:text-is("Sign in")');
    await other.close();

    await person.tabTo('Sign out');
    await person.press('Enter');

    await person.page.waitForSelector('h1:text-is("Sign in")');
    expect(new URL(person.page.url()).hash).toBe('');
    await person.page.reload();
    await person.page.waitForSelector('h1:text-is("Sign in")');
    const kept = await person.page.evaluate<readonly string[]>(
      `[...Object.keys(sessionStorage), ...Object.keys(localStorage), document.cookie]`,
    );
    expect(kept).toEqual(['']);
  });

  it('returns to a tab whose token has expired, and gets the command for a new one', async () => {
    await person.open();
    await person.signIn(await person.tokenOf('amy', ['approver'], 5));
    await person.page.waitForSelector('dialog');
    await person.page.reload();

    await person.page.waitForSelector('text=Your token has expired.');
    expect((await person.texts('.commands code'))[0]).toBe(
      'npm run --silent token -- --subject amy --group approver',
    );
    await person.enterAs('amy', ['approver']);
    await person.loaded('Approvals');
  });
});
