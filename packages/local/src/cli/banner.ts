import { topology } from '@snacks/handlers';

import { LOCAL_CALLERS } from '../auth/local-callers.js';
import type { RunningServer } from '../http/server.js';
import type { RunOptions } from './run-options.js';

/** Returns the text that the program prints when it accepts requests: its URL, and commands to try. */
export function banner(
  { url, resumed }: Pick<RunningServer, 'url' | 'resumed'>,
  { dataFolder, auth }: Pick<RunOptions, 'dataFolder' | 'auth'>,
): string {
  const access = auth ? 'callers need a token' : 'no authentication: every caller has full access';
  const storage =
    dataFolder === undefined ? 'in memory: all data is lost when it stops' : `in ${dataFolder}`;
  const token = auth ? ' -H "authorization: Bearer $TOKEN"' : '';
  return `
Serverless Snacks is running on ${url}

  console  ${url}/
           see what happens to orders, place one, find out why one failed
  API      ${url}/docs
           every route, with a form to try it

  access   this machine only; ${access}
  orders   ${storage}${resumed > 0 ? `; resumed from an earlier process: ${resumed}` : ''}
${auth ? TOKENS : ''}
Place an order:
  curl -s ${url}/orders${token} -H 'content-type: application/json' -d @examples/orders/john-doe.json

List the orders with their status:
  curl -s ${url}/orders${token}

Place an order with the AWS CLI (any credentials are valid):
  AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local \\
  aws lambda invoke --endpoint-url ${url} --region us-east-1 \\
    --function-name order-creator --cli-binary-format raw-in-base64-out \\
    --payload file://examples/orders/john-doe.json out.json

The AWS CLI also works for sqs, events and logs, and for dynamodb with --store dynamodb.

`;
}

const TOKENS = `
Create a token, for the API and for the console (the APIs of Lambda and AWS need none; /local/… needs
the group ${LOCAL_CALLERS.join(' or ')}):
  TOKEN=$(npm run --silent token -- --subject alice)
  TOKEN=$(npm run --silent token -- --subject amy --group ${topology.api.authorization.groupRoles.join(' --group ')})
`;
