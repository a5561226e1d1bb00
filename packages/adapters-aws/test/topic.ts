import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { SNSClient } from '@aws-sdk/client-sns';
import type { ClientOptions } from '../src/client-settings.js';
import { createSnsClient } from '../src/sns-client.js';
import { close, listen } from './loopback.js';
import { acceptErrorsOfNode } from './one-realm.js';
import { bodyOf } from './request-body.js';

/** What goes wrong with a request. */
export type TopicFault =
  | 'internal error'
  | 'throttled'
  | 'no such topic'
  /** The message is taken, but the connection is cut before the answer. */
  | 'answer lost'
  /** The answer never comes. */
  | 'silent';

/** A stub of SNS's Publish on loopback. */
export interface TopicStub {
  readonly client: SNSClient;
  /** The parameters of each message that was taken. */
  readonly taken: readonly URLSearchParams[];
  /** Has the next requests go wrong, each in its way. */
  readonly break: (...faults: readonly TopicFault[]) => void;
  readonly stop: () => Promise<void>;
}

const ERRORS = {
  'internal error': [500, 'InternalError'],
  throttled: [429, 'Throttled'],
  'no such topic': [404, 'NotFound'],
} as const;

const XMLNS = 'xmlns="http://sns.amazonaws.com/doc/2010-03-31/"';

function errorBody(code: string): string {
  return `<ErrorResponse ${XMLNS}><Error><Type>Sender</Type><Code>${code}</Code><Message>By the test.</Message></Error></ErrorResponse>`;
}

/** Starts a topic that takes everything. */
export async function startTopic(options: ClientOptions = {}): Promise<TopicStub> {
  acceptErrorsOfNode();
  const taken: URLSearchParams[] = [];
  let faults: readonly TopicFault[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request);
    const [fault, ...others] = faults;
    faults = others;
    if (fault === 'silent') return;
    response.setHeader('content-type', 'text/xml');
    if (fault !== undefined && fault !== 'answer lost') {
      const [status, code] = ERRORS[fault];
      response.writeHead(status).end(errorBody(code));
      return;
    }
    taken.push(new URLSearchParams(body.toString()));
    if (fault === 'answer lost') {
      request.socket.destroy();
      return;
    }
    const result = `<PublishResult><MessageId>message-${taken.length}</MessageId></PublishResult>`;
    response.end(`<PublishResponse ${XMLNS}>${result}</PublishResponse>`);
  };
  const server = createServer((request, response) => void answer(request, response));
  const client = createSnsClient({
    endpoint: await listen(server),
    region: 'eu-central-1',
    credentials: async () => ({ accessKeyId: 'test', secretAccessKey: 'test' }),
    ...options,
  });
  return {
    client,
    taken,
    break: (...next) => {
      faults = next;
    },
    stop: async () => {
      client.destroy();
      server.closeAllConnections();
      await close(server);
    },
  };
}
