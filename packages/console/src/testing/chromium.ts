import { existsSync } from 'node:fs';

/** The browser of the console's tests, or why there is none. */
export type Chromium =
  | { readonly path: string }
  | {
      readonly path?: undefined;
      readonly reason: string;
      /** Whether the tests may be left out. In CI they may not. */
      readonly optional: boolean;
    };

/** Returns the Chromium of this machine. `CHROMIUM_PATH` names another one. */
export function chromium(): Chromium {
  const { CHROMIUM_PATH, CI } = process.env;
  const path = [CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
    (one) => one !== undefined && existsSync(one),
  );
  if (path !== undefined) return { path };
  return {
    reason: 'This machine has no Chromium. To install it: npm run console:browser',
    optional: CI === undefined || CI === '',
  };
}
