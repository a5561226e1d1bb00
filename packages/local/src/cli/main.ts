#!/usr/bin/env node
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Snack } from '@snacks/domain';
import { UNKNOWN_SNACKS, type UnknownSnacks } from '@snacks/domain/ports';
import type { PaymentRule } from '@snacks/domain/payment-simulator';
import { isOrigin, LOG_LEVELS, topology, type LogLevel } from '@snacks/handlers';

import {
  FulfilmentFileError,
  readCatalogueFile,
  readPaymentRulesFile,
  readStockFile,
} from './fulfilment-files.js';
import { LocalIssuer } from '../auth/local-issuer.js';
import { DEFAULT_KEY_FILE, openSigningKey } from '../auth/signing-key.js';
import { runDemo } from '../demo/run-demo.js';
import { runServer } from './run-server.js';
import { silenceNodeSupportWarning } from './sdk-warning.js';

function port(value: string): number {
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (number <= 65_535) return number;
  throw new InvalidArgumentError(
    'It must be a whole number from 0 to 65535. 0 selects any free port.',
  );
}

function seconds(value: string): number {
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (number <= 43_200) return number;
  throw new InvalidArgumentError('It must be a whole number from 0 to 43200.');
}

/** Parses the file of an option. Reports an invalid file as an invalid argument. */
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

const SECONDS_IN = { s: 1, m: 60, h: 3_600 } as const;

/** Parses a time such as `90s`, `2m` or `24h`, and returns hours. */
function hours(value: string): number {
  const [, digits, unit] = /^(\d{1,6})([smh])$/.exec(value) ?? [];
  const factor = unit === 's' || unit === 'm' || unit === 'h' ? SECONDS_IN[unit] : Number.NaN;
  const time = Number(digits) * factor;
  // The reminder is halfway, so the whole time has an even number of seconds.
  if (time >= 2 && time % 2 === 0) return time / 3_600;
  throw new InvalidArgumentError(
    'It must be a time such as 30s, 2m or 24h, of an even number of seconds.',
  );
}

const STORES = ['memory', 'dynamodb'] as const;

interface StartOptions {
  readonly port: number;
  readonly logLevel: LogLevel;
  readonly store: (typeof STORES)[number];
  readonly data?: string;
  readonly visibilityTimeout?: number;
  readonly approvalDeadline?: number;
  readonly stock?: ReadonlyMap<string, number>;
  readonly catalogue?: readonly Snack[];
  readonly requireCatalogue: boolean;
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

const keyFile = new Option('--key-file <file>', 'file with the key that signs the tokens').default(
  DEFAULT_KEY_FILE,
);

function tokenLifetime(value: string): number {
  if (/^-?\d{1,9}$/.test(value)) return Number(value);
  throw new InvalidArgumentError('It must be a whole number of seconds.');
}

function origin(value: string, previous: readonly string[]): readonly string[] {
  if (isOrigin(value)) return [...previous, value];
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
    new Option('-l, --log-level <level>', 'lowest level that is logged')
      .choices(LOG_LEVELS)
      .default('info')
      .env('LOG_LEVEL'),
  )
  .addOption(
    new Option('-s, --store <store>', 'store of orders and messages; dynamodb survives a restart')
      .choices(STORES)
      .default('memory'),
  )
  .option('-d, --data <folder>', 'folder of the dynamodb store')
  .addOption(
    new Option(
      '--visibility-timeout <seconds>',
      'seconds until a failed message is retried (default: as deployed)',
    ).argParser(seconds),
  )
  .addOption(
    new Option('--stock <file>', 'JSON file with the available pieces of snacks').argParser(
      file(readStockFile),
    ),
  )
  .addOption(
    new Option(
      '--catalogue <file>',
      'JSON file with the snacks on sale and their prices',
    ).argParser(file(readCatalogueFile)),
  )
  .option('--require-catalogue', 'refuse orders of snacks that the catalogue does not have', false)
  .addOption(
    new Option('--unknown-snacks <mode>', 'treatment of snacks without a stock record')
      .choices(UNKNOWN_SNACKS)
      .default('unlimited'),
  )
  .addOption(
    new Option(
      '--payment-rules <file>',
      'JSON file with the reactions of the simulated payments',
    ).argParser(file(readPaymentRulesFile)),
  )
  .addOption(
    new Option(
      '--approval-deadline <time>',
      'time until an order without a decision expires, such as 2m (default: as deployed)',
    ).argParser(hours),
  )
  .option('--auth', 'require a token from callers of the API', false)
  .addOption(keyFile)
  .option<readonly string[]>(
    '--cors-origin <origin>',
    'allow pages of this origin to call the API; repeatable',
    origin,
    [],
  )
  .option('--throttle', 'apply the rate limits of the topology', false)
  .action(async (startOptions: StartOptions, command: Command) => {
    const { store, data, visibilityTimeout, corsOrigin, throttle, requireCatalogue, ...others } =
      startOptions;
    const { approvalDeadline, ...options } = others;
    if (store === 'dynamodb' && data === undefined) {
      command.error('error: --store dynamodb needs a folder: --data DIR');
    }
    if (store === 'memory' && data !== undefined) {
      command.error('error: --data requires --store dynamodb');
    }
    await runServer({
      ...options,
      ...(approvalDeadline !== undefined && { approvalDeadlineHours: approvalDeadline }),
      catalogueUse: requireCatalogue ? 'required' : 'optional',
      corsOrigins: corsOrigin,
      throttled: throttle,
      dataFolder: data,
      visibilityTimeout,
    });
  });

program
  .command('demo')
  .description('place the example orders over HTTP and follow each to its final state')
  .action(async () => {
    process.exitCode = await runDemo();
  });

program
  .command('token')
  .description('print a token for a platform that runs with --auth')
  .requiredOption('--subject <name>', 'user of the token')
  .addOption(
    new Option('--group <names...>', 'groups of the user')
      .choices(topology.api.authorization.groupRoles)
      .default([], 'none: a customer'),
  )
  .addOption(
    new Option('--expires-in <seconds>', 'seconds until the token expires')
      .default(3_600)
      .argParser(tokenLifetime),
  )
  .addOption(keyFile)
  .action(async ({ subject, group, expiresIn, ...token }: TokenOptions) => {
    const issuer = new LocalIssuer(await openSigningKey(token.keyFile));
    process.stdout.write(`${await issuer.mint({ subject, groups: group, expiresIn })}\n`);
  });

silenceNodeSupportWarning();
await program.parseAsync();
