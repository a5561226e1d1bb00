import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Hono } from 'hono';
import { asyncApiDocument, openApiDocument } from '@snacks/handlers';

const PROBLEMS = new URL('../../../../docs/problems.md', import.meta.url);
const SWAGGER_UI = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

/** The files of the page. They come from the npm package, not from another host. */
const ASSETS = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
};

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Serverless Snacks</title>
    <link rel="stylesheet" href="/docs/swagger-ui.css" />
    <link rel="icon" href="data:," />
  </head>
  <body>
    <div id="page"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`;

/** With a `validatorUrl`, the page would send the document to a public server. */
const START =
  "SwaggerUIBundle({ url: '/openapi.json', dom_id: '#page', validatorUrl: null, persistAuthorization: true });\n";

const POLICY =
  "default-src 'none'; connect-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:";

/** Serves the documentation of the API, as documents and as a page. */
export function documentation(): Hono {
  const app = new Hono();
  app.get('/openapi.json', (context) => context.json(openApiDocument()));
  app.get('/asyncapi.json', (context) => context.json(asyncApiDocument()));
  app.get('/docs', (context) => context.html(PAGE, 200, { 'content-security-policy': POLICY }));
  app.get('/docs/start.js', (context) =>
    context.body(START, 200, { 'content-type': 'text/javascript; charset=utf-8' }),
  );
  app.get('/docs/problems.md', async (context) =>
    context.body(await readFile(PROBLEMS, 'utf8'), 200, {
      'content-type': 'text/markdown; charset=utf-8',
    }),
  );
  for (const [name, type] of Object.entries(ASSETS)) {
    app.get(`/docs/${name}`, async (context) =>
      context.body(await readFile(join(SWAGGER_UI, name), 'utf8'), 200, { 'content-type': type }),
    );
  }
  return app;
}
