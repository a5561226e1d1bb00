import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import {
  openConsole,
  startBrowser,
  type OpenedConsole,
  type OpenOptions,
} from '@snacks/console/testing';
import { anOrderRequest } from '@snacks/domain/testing';
import { PinoLogger } from '@snacks/handlers';

import { LocalIssuer } from '../src/auth/local-issuer.js';
import { newSigningKey } from '../src/auth/signing-key.js';
import { servedPlatform } from './served-platform.js';

type Browser = Parameters<typeof openConsole>[0];
type Served = Awaited<ReturnType<typeof servedPlatform>>;

const HOUR = 3_600;

/** Before each test of a suite, assigns a person at the console of a platform of their own. */
export function assignPerson(assign: (person: PersonAtConsole) => void): void {
  let browser: Browser;
  let person: PersonAtConsole;

  beforeAll(async () => {
    browser = await startBrowser();
  });

  afterAll(async () => {
    await browser.close();
  });

  beforeEach(async () => {
    person = new PersonAtConsole(browser);
    await person.serve();
    assign(person);
  });

  afterEach(async () => {
    await person.leave();
  });
}

/** A platform that requires tokens, a browser at its console, and the person in front of it. */
export class PersonAtConsole {
  /** The requests that the platform refused to the page: the status and the URL of each. */
  readonly refused: string[] = [];
  /** The URLs of all requests of the page. */
  readonly urls: string[] = [];
  private readonly logged: string[] = [];
  private readonly tokens: string[] = [];
  private issuer: LocalIssuer | undefined;
  private served: Served | undefined;
  private opened: OpenedConsole | undefined;

  constructor(private readonly browser: Browser) {}

  get platform(): Served {
    return required(this.served);
  }

  get page(): OpenedConsole['page'] {
    return required(this.opened).page;
  }

  /** What the browser reported as errors. */
  get errors(): string[] {
    return required(this.opened).errors;
  }

  /** Starts a platform with a key of its own: it accepts no token of an earlier one. */
  async serve(port = 0): Promise<void> {
    await this.served?.stop(5_000);
    this.issuer = new LocalIssuer(await newSigningKey());
    this.served = await servedPlatform({
      port,
      issuer: this.issuer,
      loggerOf: (service, logs) => {
        const destination = { write: (line: string) => void this.logged.push(line) };
        return new PinoLogger({
          service,
          level: 'debug',
          destination:
            service === 'platform' ? destination : logs.destinationFor(service, destination),
        });
      },
    });
  }

  async open(options: Omit<OpenOptions, 'url'> = {}): Promise<void> {
    this.opened = await openConsole(this.browser, { url: this.platform.url, ...options });
    this.page.on('request', (request) => this.urls.push(request.url()));
    this.page.on('response', (response) => {
      const status = response.status();
      if (status === 401 || status === 403) this.refused.push(`${status} ${response.url()}`);
    });
  }

  /**
   * Closes everything.
   *
   * @throws {Error} if the browser reported an error, a request was refused, or a token was in a URL or log.
   */
  async leave(): Promise<void> {
    try {
      await this.opened?.close();
    } finally {
      await this.served?.stop(5_000);
    }
    if (this.refused.length > 0) throw new Error(`Refused: ${this.refused.join(', ')}`);
    const signatures = this.tokens.map((token) => token.split('.').at(-1) ?? token);
    const leak = [...this.urls, ...this.logged].find((text) =>
      signatures.some((signature) => text.includes(signature)),
    );
    if (leak !== undefined) throw new Error(`A token is in: ${leak}`);
  }

  /** @param expiresIn seconds. */
  async tokenOf(
    subject: string,
    groups: readonly string[] = [],
    expiresIn = HOUR,
  ): Promise<string> {
    const token = await required(this.issuer).mint({ subject, groups, expiresIn });
    this.tokens.push(token);
    return token;
  }

  /** Pastes a token and sends it. */
  async signIn(token: string): Promise<void> {
    await this.page.waitForSelector('textarea.token');
    await this.tabTo('Token');
    await this.press('Control+A');
    await this.page.keyboard.insertText(token);
    await this.press('Enter');
  }

  async enterAs(subject: string, groups: readonly string[] = []): Promise<void> {
    await this.signIn(await this.tokenOf(subject, groups));
    await this.page.waitForSelector('.navigation');
  }

  async press(...keys: readonly string[]): Promise<void> {
    await required(this.opened).press(...keys);
  }

  async tabTo(name: string | RegExp): Promise<void> {
    await required(this.opened).tabTo(name);
  }

  /** Opens a link, such as `#/orders`. */
  async goTo(hash: string): Promise<void> {
    await this.page.goto(`${this.platform.url}/${hash}`);
  }

  /** Waits until the view with this title has read everything. */
  async loaded(title: string): Promise<void> {
    await this.page.waitForSelector(`h1:text-is("${title}")`);
    await this.page.waitForSelector('.loading', { state: 'detached' });
  }

  async texts(selector: string): Promise<string[]> {
    return this.page.locator(selector).allTextContents();
  }

  async count(selector: string): Promise<number> {
    return this.page.locator(selector).count();
  }

  /** Places an order as another program does. Returns its id. */
  async elsewhere(subject: string, changes: object = {}): Promise<string> {
    const headers = { authorization: `Bearer ${await this.tokenOf(subject)}` };
    const order = { ...anOrderRequest(), ...changes };
    const { body } = await this.platform.post('/orders', order, headers);
    return String(body.orderId);
  }
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('Serve the platform and open the console first.');
  return value;
}
