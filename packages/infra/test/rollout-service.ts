import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { LambdaClient } from '@aws-sdk/client-lambda';

/** What the service answers: a status and a body of JSON, or the name of an error. */
export interface Answer {
  readonly status: number;
  readonly error?: string;
  readonly body: object;
}

/** A request to the service: `GetAlias order-creator`, `ListDeployments …`. */
export type Answering = (call: string, body: string) => Answer;

export const DENIED: Answer = {
  status: 403,
  error: 'AccessDeniedException',
  body: { message: 'not allowed' },
};

/**
 * As much of Lambda's and CodeDeploy's protocols on loopback as a rollout is followed by: CodeDeploy
 * moves no traffic without an account.
 */
export async function rolloutService(answering: Answering) {
  const server = createServer((request, response) => {
    void answer(request, response, answering);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const settings = {
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  };
  const lambda = new LambdaClient(settings);
  const codeDeploy = new CodeDeployClient(settings);
  return {
    lambda,
    codeDeploy,
    url: settings.endpoint,
    close: async () => {
      lambda.destroy();
      codeDeploy.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  answering: Answering,
): Promise<void> {
  const { status, error, body } = answering(callOf(request), await textOf(request));
  response.writeHead(status, {
    'content-type': 'application/json',
    ...(error !== undefined && { 'x-amzn-errortype': error }),
  });
  response.end(JSON.stringify(body));
}

function callOf({ headers, url = '' }: IncomingMessage): string {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return target.split('.').at(-1) ?? '';
  return `GetAlias ${/functions\/([^/]+)\/aliases/.exec(url)?.[1]}`;
}

async function textOf(request: IncomingMessage): Promise<string> {
  request.setEncoding('utf8');
  const chunks: string[] = [];
  for await (const chunk of request) chunks.push(String(chunk));
  return chunks.join('');
}
