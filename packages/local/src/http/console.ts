import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { Hono } from 'hono';
import { CONTENT_SECURITY_POLICY, PAGE_FOLDER, type ConsoleConfig } from '@snacks/console';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** The name of these files changes with their content. */
const NAMED_BY_CONTENT = /-[A-Z0-9]{8}\.(js|css)$/;

const PAGE = 'index.html';

interface File {
  readonly name: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Serves the operations console: the page at `/`, its files, and what this platform has. */
export function consolePage(config: ConsoleConfig): Hono {
  const app = new Hono();
  for (const file of readdirSync(PAGE_FOLDER).map(read)) {
    const path = file.name === PAGE ? '/' : `/${file.name}`;
    app.get(path, (context) =>
      context.req.header('if-none-match') === file.headers.etag
        ? context.body(null, 304, file.headers)
        : context.body(file.body, 200, file.headers),
    );
  }
  app.get('/config.json', (context) => context.json(config, 200, { 'cache-control': 'no-store' }));
  return app;
}

function read(name: string): File {
  const body = readFileSync(new URL(name, PAGE_FOLDER), 'utf8');
  return {
    name,
    body,
    headers: {
      'content-type': CONTENT_TYPES[extname(name)] ?? 'application/octet-stream',
      'cache-control': NAMED_BY_CONTENT.test(name)
        ? 'public, max-age=31536000, immutable'
        : 'no-cache',
      etag: `"${createHash('sha256').update(body).digest('base64url')}"`,
      'content-security-policy': CONTENT_SECURITY_POLICY,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    },
  };
}
