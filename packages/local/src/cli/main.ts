#!/usr/bin/env node
import { Command, InvalidArgumentError, Option } from 'commander';
import { type PaymentRule, UNKNOWN_SNACKS, type UnknownSnacks } from '@snacks/domain';
import { isOrigin, LOG_LEVELS, type LogLevel } from '@snacks/handlers';

import { FulfilmentFileError, readPaymentRulesFile, readStockFile } from './fulfilment-files.js';
import { LocalIssuer } from '../auth/local-issuer.js';
import { DEFAULT_KEY_FILE, openSigningKey } from '../auth/signing-key.js';
import { runDemo } from '../demo/run-demo.js';
import { runServer } from './run-server.js';

function port(value: string): number {
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (number <= 65_535) return number;
  throw new InvalidArgumentError('It must be a whole number from 0 to 65535; 0 is any free port.');
}

function seconds(value: string): number {
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (number <= 43_200) return number;
  throw new InvalidArgumentError('It must be a whole number from 0 to 43200.');
}

/** Has the program say what is wrong with a file that an option names. */
function file<T>(read: (path: string) => T): (path: string) => T {
  return (path) => {
    try {
      return read(path);
    } catch (error) {
      if (error instanceof FulfilmentFileError) throw new InvalidArgumentError(error.message);
      throw error;
    }
  };
}

const STORES = ['memory', 'dynamodb'] as const;

interface StartOptions {
  readonly port: number;
  readonly logLevel: LogLevel;
  readonly store: (typeof STORES)[number];
  readonly data?: string;
  readonly visibilityTimeout?: number;
  readonly stock?: ReadonlyMap<string, number>;
  readonly unknownSnacks: UnknownSnacks;
  readonly paymentRules?: readonly PaymentRule[];
  readonly auth: boolean;
  readonly keyFile: string;
  readonly corsOrigin: readonly string[];
  readonly throttle: boolean;
}

interface TokenOptions {
  readonly subject: string;
  readonly group: readonly string[];
  readonly expiresIn: number;
  readonly keyFile: string;
}

const keyFile = new Option('--key-file <file>', 'the key that tokens are signed with').default(
  DEFAULT_KEY_FILE,
);

function secondsToLive(value: string): number {
  if (/^-?\d{1,9}$/.test(value)) return Number(value);
  throw new InvalidArgumentError('It must be a whole number of seconds.');
}

function origin(value: string, before: readonly string[]): readonly string[] {
  if (isOrigin(value)) return [...before, value];
  throw new InvalidArgumentError('It must be an origin, such as http://localhost:5173.');
}

const program = new Command('snacks').description('Serverless Snacks on one machine.');

program
  .command('start', { isDefault: true })
  .description('serve the whole platform on 127.0.0.1 until Ctrl-C')
  .addOption(
    new Option('-p, --port <port>', 'port to listen on').default(3000).env('PORT').argParser(port),
  )
  .addOption(
    new Option('-l, --log-level <level>', 'what the functions log')
      .choices(LOG_LEVELS)
      .default('info')
      .env('LOG_LEVEL'),
  )
  .addOption(
    new Option('-s, --store <store>', 'where orders are kept: dynamodb outlives a restart')
      .choices(STORES)
      .default('memory'),
  )
  .option('-d, --data <folder>', 'the folder of the dynamodb store')
  .addOption(
    new Option(
      '--visibility-timeout <seconds>',
      'how long a failed message is hidden before its next try; as deployed by default',
    ).argParser(seconds),
  )
  .addOption(
    new Option('--stock <file>', 'sets how many pieces of which snacks there are').argParser(
      file(readStockFile),
    ),
  )
  .addOption(
    new Option('--unknown-snacks <what>', 'what snacks are that nobody keeps a stock of')
      .choices(UNKNOWN_SNACKS)
      .default('unlimited'),
  )
  .addOption(
    new Option('--payment-rules <file>', 'which payments the simulator does not approve').argParser(
      file(readPaymentRulesFile),
    ),
  )
  .option('--auth', 'let only callers with a token use the API', false)
  .addOption(keyFile)
  .option<readonly string[]>(
    '--cors-origin <origin>',
    'let pages of this origin call the API; may be given more than once',
    origin,
    [],
  )
  .option('--throttle', 'take no more requests than the topology says', false)
  .action(async (given: StartOptions, command: Command) => {
    const { store, data, visibilityTimeout, ...others } = given;
    const { corsOrigin: corsOrigins, throttle: throttled, ...options } = others;
    if (store === 'dynamodb' && data === undefined) {
      command.error('error: --store dynamodb needs a folder: --data DIR');
    }
    if (store === 'memory' && data !== undefined) {
      command.error('error: --data is for --store dynamodb: orders in memory need no folder');
    }
    await runServer({ ...options, corsOrigins, throttled, dataFolder: data, visibilityTimeout });
  });

program
  .command('demo')
  .description('place the example orders over HTTP and follow each to its end')
  .action(async () => {
    process.exitCode = await runDemo();
  });

program
  .command('token')
  .description('print a token for a platform that runs with --auth')
  .requiredOption('--subject <name>', 'who it is for')
  .option('--group <names...>', 'groups: operator, approver, device', [])
  .addOption(
    new Option('--expires-in <seconds>', 'how long it is valid')
      .default(3_600)
      .argParser(secondsToLive),
  )
  .addOption(keyFile)
  .action(async ({ subject, group, expiresIn, ...token }: TokenOptions) => {
    const issuer = new LocalIssuer(await openSigningKey(token.keyFile));
    process.stdout.write(`${await issuer.mint({ subject, groups: group, expiresIn })}\n`);
  });

await program.parseAsync();
