import { chromium as playwright, type Browser, type Page } from 'playwright-core';

import { chromium } from './chromium.js';

/** Milliseconds until a page that does not show what a test waits for fails it: long, for a busy machine. */
const TIMEOUT = 30_000;

export interface OpenOptions {
  /** Of the server, without a path. */
  readonly url: string;
  /** Such as `#/orders`. @default the first view */
  readonly hash?: string;
  /** @default 1400 */
  readonly width?: number;
  /** @default 'light' */
  readonly theme?: 'light' | 'dark';
  /** Whether a reader asked for little motion. @default false */
  readonly reducedMotion?: boolean;
}

/** The screens of a desk and of a phone, light and dark. */
export const LOOKS: readonly Required<Pick<OpenOptions, 'width' | 'theme'>>[] = [
  { width: 1_400, theme: 'light' },
  { width: 1_400, theme: 'dark' },
  { width: 390, theme: 'light' },
  { width: 390, theme: 'dark' },
];

export interface OpenedConsole {
  readonly page: Page;
  /** What the browser reported as errors of the page, its policy and its requests; other origins. */
  readonly errors: string[];
  /** Presses keys, one after the other. */
  readonly press: (...keys: readonly string[]) => Promise<void>;
  /**
   * Moves the focus with the Tab key until it is on an element with this text or label.
   *
   * @throws {Error} if no element has it.
   */
  readonly tabTo: (name: string | RegExp) => Promise<void>;
  /** @throws {Error} if the browser reported an error. */
  readonly close: () => Promise<void>;
}

/** More elements than a view has. */
const MAX_TABS = 120;

/** An expression for the label of the focused element or, without one, its text. */
const FOCUSED = `(() => {
  const { activeElement: element } = document;
  return (element?.labels?.[0] ?? element)?.textContent?.trim() ?? '';
})()`;

/** Opens the console in a browser, as a person does, and notes what goes wrong. */
export async function openConsole(browser: Browser, options: OpenOptions): Promise<OpenedConsole> {
  const { url, hash = '', width = 1_400, theme = 'light', reducedMotion = false } = options;
  const context = await browser.newContext({
    viewport: { width, height: width < 600 ? 844 : 900 },
    colorScheme: theme,
    reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(TIMEOUT);
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(url) && !request.url().startsWith('blob:')) {
      errors.push(`request to another origin: ${request.url()}`);
    }
  });
  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };
  await page.goto(`${url}/${hash}`);
  return {
    page,
    errors,
    press,
    tabTo: async (name) => {
      const seen: string[] = [];
      while (seen.length < MAX_TABS) {
        await press('Tab');
        const focused = await page.evaluate<string>(FOCUSED);
        if (typeof name === 'string' ? focused === name : name.test(focused)) return;
        seen.push(focused);
      }
      throw new Error(`No Tab leads to ${String(name)}: ${seen.join(' | ')}`);
    },
    close: async () => {
      await context.close();
      if (errors.length > 0) throw new Error(`The browser reported: ${errors.join('; ')}`);
    },
  };
}

/** Starts a browser. The caller closes it. */
export async function startBrowser(): Promise<Browser> {
  const installed = chromium();
  if (installed.path === undefined) throw new Error(installed.reason);
  // A container runs as root, where Chromium's sandbox cannot start. The pages are this machine's own.
  return playwright.launch({ executablePath: installed.path, args: ['--no-sandbox'] });
}
