import { FUNCTION_NAMES } from '@snacks/handlers';

import { ACCOUNT } from '../../platform/arn.js';
import type { LogLine, RecentLogs } from '../../inspection/recent-logs.js';
import { AwsApiError } from '../aws-api-error.js';
import type { Operations } from '../operation.js';
import type { Parameters } from '../parameters.js';
import { compileFilterPattern } from './filter-pattern.js';

const PREFIX = '/aws/lambda/';
const TIMES = { from: 0, to: Number.MAX_SAFE_INTEGER };
const MAX_PAGE = 10_000;

/** The only stream of every group: this process runs all invocations of a function. */
const STREAM = 'local';

/** The operations that read the latest log lines of the functions. */
export function logOperations(logs: RecentLogs): Operations {
  return {
    DescribeLogGroups: {
      parameters: ['logGroupNamePrefix', 'limit'],
      run: (parameters) => {
        const prefix = parameters.optionalText('logGroupNamePrefix') ?? '';
        const names = FUNCTION_NAMES.map((name) => `${PREFIX}${name}`);
        return {
          logGroups: names
            .filter((name) => name.startsWith(prefix))
            .map((name) => ({ logGroupName: name, arn: `${groupArn(name)}:*` })),
        };
      },
    },
    FilterLogEvents: {
      parameters: [
        'logGroupName',
        'logGroupIdentifier',
        'startTime',
        'endTime',
        'filterPattern',
        'limit',
        'nextToken',
        'interleaved',
      ],
      run: (parameters) => {
        const name = functionOf(parameters);
        const from = parameters.optionalNumber('startTime', TIMES) ?? 0;
        const to = parameters.optionalNumber('endTime', TIMES) ?? TIMES.to;
        const limit = parameters.optionalNumber('limit', { from: 1, to: MAX_PAGE });
        const matches = compileFilterPattern(parameters.optionalText('filterPattern') ?? '');
        const after = readToken(parameters.optionalText('nextToken'));
        const found = logs
          .linesOf(name)
          .filter(
            ({ number, at, text }) => number > after && at >= from && at <= to && matches(text),
          );
        const page = found.slice(0, limit ?? MAX_PAGE);
        const last = page.at(-1);
        return {
          events: page.map(toEvent),
          searchedLogStreams: [],
          ...(last !== undefined &&
            page.length < found.length && { nextToken: String(last.number) }),
        };
      },
    },
  };
}

/** Returns the function whose log group a call names. */
function functionOf(parameters: Parameters): string {
  const given = parameters.optionalText('logGroupName') ?? parameters.text('logGroupIdentifier');
  const group = given.slice(given.lastIndexOf(':') + 1);
  const name = FUNCTION_NAMES.find((known) => group === `${PREFIX}${known}`);
  if (name !== undefined) return name;
  throw new AwsApiError(
    'ResourceNotFoundException',
    `There is no log group ${group}. A log group is ${PREFIX}<function>, with one of ${FUNCTION_NAMES.join(', ')}.`,
  );
}

/** Returns the number of the last line of the previous page. */
function readToken(token = '0'): number {
  if (/^\d{1,15}$/.test(token)) return Number(token);
  throw new AwsApiError(
    'InvalidParameterException',
    'The nextToken is not from an earlier response.',
  );
}

function toEvent({ number, at, text }: LogLine): object {
  return {
    eventId: String(number),
    logStreamName: STREAM,
    timestamp: at,
    ingestionTime: at,
    message: text,
  };
}

function groupArn(name: string): string {
  return `arn:aws:logs:local:${ACCOUNT}:log-group:${name}`;
}
