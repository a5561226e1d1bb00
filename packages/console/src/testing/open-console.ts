import { chromium as playwright, type Browser, type Page } from 'playwright-core';

/** Milliseconds until a page that does not show what a test waits for fails it. */
const TIMEOUT = 10_000;

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

export interface OpenedConsole {
  readonly page: Page;
  /** What the browser reported as errors: of the page, its policy, its requests. */
  readonly errors: readonly string[];
  /** Requests to any other server. */
  readonly foreignRequests: readonly string[];
  /** Presses keys, one after the other. */
  readonly press: (...keys: readonly string[]) => Promise<void>;
  readonly close: () => Promise<void>;
}

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
  const foreignRequests: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(url) && !request.url().startsWith('blob:')) {
      foreignRequests.push(request.url());
    }
  });
  await page.goto(`${url}/${hash}`);
  return {
    page,
    errors,
    foreignRequests,
    press: async (...keys) => {
      for (const key of keys) await page.keyboard.press(key);
    },
    close: async () => context.close(),
  };
}

/** Starts a browser. The caller closes it. */
export async function startBrowser(executablePath: string): Promise<Browser> {
  // A container runs as root, where Chromium's sandbox cannot start. The pages are this machine's own.
  return playwright.launch({ executablePath, args: ['--no-sandbox'] });
}
