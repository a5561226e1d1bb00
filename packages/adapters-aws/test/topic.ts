import type { SNSClient } from '@aws-sdk/client-sns';
import type { ClientOptions } from '../src/client/settings.js';
import { createSnsClient } from '../src/sns/client.js';
import { startAwsStub, type AwsStub } from './aws-stub.js';

/** The faults of a request. */
export type TopicFault =
  | 'internal error'
  | 'throttled'
  | 'no such topic'
  /** The message is taken, but the connection is cut before the response. */
  | 'response lost'
  /** The response never comes. */
  | 'silent';

/** A stub of SNS's Publish. */
export interface TopicStub extends AwsStub<SNSClient, TopicFault> {
  /** The parameters of each message that was taken. */
  readonly taken: readonly URLSearchParams[];
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

/** Starts a topic that accepts everything. */
export async function startTopic(options: ClientOptions = {}): Promise<TopicStub> {
  const taken: URLSearchParams[] = [];
  const stub = await startAwsStub<SNSClient, TopicFault>(
    createSnsClient,
    options,
    ({ request, body, fault, response }) => {
      if (fault === 'silent') return;
      response.setHeader('content-type', 'text/xml');
      if (fault !== undefined && fault !== 'response lost') {
        const [status, code] = ERRORS[fault];
        response.writeHead(status).end(errorBody(code));
        return;
      }
      taken.push(new URLSearchParams(body));
      if (fault === 'response lost') {
        request.socket.destroy();
        return;
      }
      const result = `<PublishResult><MessageId>message-${taken.length}</MessageId></PublishResult>`;
      response.end(`<PublishResponse ${XMLNS}>${result}</PublishResponse>`);
    },
  );
  return { ...stub, taken };
}
