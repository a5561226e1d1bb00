import type { CallerRole } from '@snacks/domain';

export type { Step, Story } from './story.js';

/** The folder of the built page: `index.html` and the files that it loads, each named by its content. */
export const PAGE_FOLDER: URL = new URL('./page/', import.meta.url);

/** The policy that every server of the page sends: no other origin, and no inline script or style. */
export const CONTENT_SECURITY_POLICY: string = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** What the page asks its server for at `/config.json`: where it runs, and what is there. */
export interface ConsoleConfig {
  /** `simulation` shows one run at `/simulation.json`, and nothing else. */
  readonly place: 'laptop' | 'account' | 'simulation';
  /** A server-sent stream of the events on the bus. Without it, the page polls. */
  readonly stream?: string;
  /** Where the orders are kept, in words. */
  readonly storage: string;
  /** Whether callers need a token. */
  readonly auth: boolean;
  /** The roles that may call `/local/…`. Left out where there are no such routes. */
  readonly localCallers?: readonly CallerRole[];
  /** How long an order waits for approval. Left out where no order does. */
  readonly approvalDeadlineHours?: number;
  /** Parts of the page that only some platforms have. */
  readonly features: readonly ConsoleFeature[];
}

export type ConsoleFeature = 'faults';
