import { topology } from '@snacks/handlers';

import { RecentEvents } from '../inspection/recent-events.js';
import type { RunOptions } from './run-options.js';
import type { RunningServer } from '../http/server.js';

const IN_MEMORY = 'all in memory: everything is kept until it stops, and nothing after';

/** What the program prints when it takes requests: where, who may, and commands to paste. */
export function welcome(
  { url, resumed }: Pick<RunningServer, 'url' | 'resumed'>,
  { dataFolder, auth }: Pick<RunOptions, 'dataFolder' | 'auth'>,
): string {
  const store = dataFolder === undefined ? IN_MEMORY : `orders in ${dataFolder}`;
  const login = auth ? 'callers need a token' : 'no login: anybody may do everything';
  const routes = topology.api.routes.map(
    ({ method, path }) => `  ${method.padEnd(7)}${url}${path}`,
  );
  const token = auth ? ' -H "authorization: Bearer $TOKEN"' : '';
  return `
Serverless Snacks is served on ${url}  (this machine only, ${login}, ${store})
${resumed > 0 ? `\n${resumed} orders that were under way are taken up again.\n` : ''}
${routes.join('\n')}
  GET    ${url}/docs  (the same as a page to read and try)
${auth ? TOKENS : ''}
Place an order:
  curl -s ${url}/orders${token} -H 'content-type: application/json' -d @examples/orders/john-doe.json

See what became of it:
  curl -s ${url}/orders${token}

The same by the AWS CLI (any credentials will do):
  AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local \\
  aws lambda invoke --endpoint-url ${url} --region us-east-1 \\
    --function-name order-creator --cli-binary-format raw-in-base64-out \\
    --payload file://examples/orders/john-doe.json out.json

Its other services are called in the same way: sqs, events, logs, and dynamodb with --store dynamodb.

Look inside:
  curl -s ${url}/local/events     the latest ${RecentEvents.LIMIT} events on the bus; older ones are forgotten
  curl -s ${url}/local/queues     every queue, its waiting and its dead letters
  curl -s ${url}/local/metrics    what happened to orders, how often, and how long it took

Have a snack run out (there is enough of all others, and payments are simulated):
  curl -s -X PUT ${url}/local/stock/Chips -H 'content-type: application/json' -d '{"available":1}'

`;
}

const TOKENS = `
Make a token (the Invoke API and /local/… need none: they are this machine's own):
  TOKEN=$(npm run --silent token -- --subject alice)
  TOKEN=$(npm run --silent token -- --subject amy --group ${topology.api.authorization.groupRoles.join(' --group ')})
`;
