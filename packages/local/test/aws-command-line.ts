import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { buffer, text } from 'node:stream/consumers';
import { isFields } from '@snacks/domain';

import type { awsPlatform } from './aws-platform.js';

type Aws = Awaited<ReturnType<typeof awsPlatform>>;

/** The services whose parameters are in camel case; the others use Pascal case. */
const CAMEL_CASE = new Set(['logs']);

/** The options of the command line itself. */
const OWN_OPTIONS = new Set(['query', 'output', 'region']);

/** The options with several values. */
const LISTS = new Set(['attribute-names', 'message-attribute-names']);

/**
 * Opens a shell in which `aws` calls a local platform. It implements only the parts of the AWS CLI
 * that the runbook uses, so no AWS CLI is needed. The caller closes it.
 */
export async function awsShell(aws: Aws, folder: string) {
  const server = createServer((request, response) => {
    void buffer(request)
      .then(async (body) => respond(aws, body.toString('utf8').split('\0').slice(0, -1)))
      .then((output) => response.end(output))
      .catch((error: unknown) => response.writeHead(400).end(String(error)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error('The server does not listen.');
  const url = `http://127.0.0.1:${address.port}`;
  const preamble = `
    set -euo pipefail
    STAGE=
    aws() { printf '%s\\0' "$@" | curl --silent --show-error --fail-with-body --data-binary @- ${url}; }
  `;
  return {
    /** Runs a script, and returns its output. Fails if one of its commands fails. */
    run: async (script: string): Promise<string> => {
      const child = spawn('bash', ['-c', `${preamble}\n${script}`], { cwd: folder });
      const ended = once(child, 'close');
      const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
      await ended;
      if (child.exitCode !== 0) throw new Error(`${script}\n${output}\n${errors}`);
      return output;
    },
    close: () => server.close(),
  };
}

async function respond(aws: Aws, args: readonly string[]): Promise<string> {
  const [service = '', operation = '', ...rest] = args;
  const options = readOptions(rest);
  const call = { sqs: aws.sqs, logs: aws.logs, dynamodb: aws.dynamodb, events: aws.events }[
    service
  ];
  if (call === undefined) throw new Error(`The service ${service} is not supported.`);
  const parameters = Object.fromEntries(
    [...options]
      .filter(([name]) => !OWN_OPTIONS.has(name))
      .map(([name, values]) => [parameterOf(service, name), valueOf(name, values)]),
  );
  const { status, body } = await call(pascalCase(operation), parameters);
  if (status !== 200) throw new Error(`${operation}: ${JSON.stringify(body)}`);
  const [query] = options.get('query') ?? [];
  const result = query === undefined ? body : evaluate(query, body);
  return options.get('output')?.[0] === 'text' ? asText(result) : `${JSON.stringify(result)}\n`;
}

function readOptions(args: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const options = new Map<string, string[]>();
  let values: string[] = [];
  for (const arg of args) {
    if (arg.startsWith('--')) options.set(arg.slice(2), (values = []));
    else values.push(arg);
  }
  return options;
}

const pascalCase = (words: string): string =>
  words.replaceAll(/(?:^|-)(\w)/g, (_match, letter: string) => letter.toUpperCase());

function parameterOf(service: string, option: string): string {
  const name = pascalCase(option);
  return CAMEL_CASE.has(service) ? name.charAt(0).toLowerCase() + name.slice(1) : name;
}

function valueOf(option: string, values: readonly string[]): unknown {
  const [value = ''] = values;
  if (LISTS.has(option)) return values;
  if (/^\d+$/.test(value)) return Number(value);
  return option !== 'filter-pattern' && value.startsWith('{') ? JSON.parse(value) : value;
}

/** Evaluates the parts of JMESPath that the runbook uses: `a.b`, `a[]`, `a[0]`, and a final `[a]` or `{b:a}`. */
function evaluate(query: string, value: unknown): unknown {
  if (query === '') return value;
  const fields = /^\{(.*)\}$/.exec(query)?.[1];
  if (fields !== undefined) {
    const pairs = fields.split(',').map((pair) => pair.split(':'));
    return Object.fromEntries(pairs.map(([name = '', path = '']) => [name, evaluate(path, value)]));
  }
  const element = /^\[([a-zA-Z.]+)\]$/.exec(query)?.[1];
  if (element !== undefined) return [evaluate(element, value)];
  return follow(query, value);
}

/** Evaluates the first step of a path, then the rest. */
function follow(path: string, value: unknown): unknown {
  const [, name = '', index, rest = ''] = /^(\w+)(\[\d*\])?\.?(.*)$/.exec(path) ?? [];
  if (name === '') throw new Error(`The query ${path} is not supported.`);
  const inner = isFields(value) ? value[name] : undefined;
  if (index === undefined) return evaluate(rest, inner);
  const list: readonly unknown[] = Array.isArray(inner) ? inner : [];
  if (index === '[]') return list.map((one) => evaluate(rest, one));
  return evaluate(rest, list[Number(index.slice(1, -1))]);
}

/** Formats lists of lists as lines, and everything else as one line. Nested parts are JSON. */
function asText(value: unknown): string {
  if (Array.isArray(value) && value.every((one) => Array.isArray(one))) {
    return value.map(asText).join('');
  }
  const parts: readonly unknown[] = isFields(value) ? Object.values(value) : [value].flat();
  return `${parts.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join('\t')}\n`;
}
