import type { LogLevel } from '@snacks/handlers';
import pretty from 'pino-pretty';

import type { LogDestination } from '../inspection/recent-logs.js';
import type { Platform } from '../platform/platform.js';
import { OrderLines } from './order-lines.js';

/** What a program writes to: a terminal, or a file or program. */
type Output = NodeJS.WriteStream & { readonly fd: number };

/** Where the program's log goes: readable lines for a terminal, JSON lines for everything else. */
export interface Log {
  readonly platform: LogDestination;
  readonly functions: LogDestination;
  /** Writes the changes of orders, where a person reads them. */
  follow(platform: Pick<Platform, 'recentEvents'>): void;
}

/**
 * Creates the log. On a terminal, each change of an order is one line; the lines of the functions are
 * added at the level `debug`, and those of failures at every level.
 */
export function createLog(output: Output, level: LogLevel): Log {
  if (!output.isTTY) return { platform: output, functions: output, follow: () => {} };
  const readable = pretty({
    messageKey: 'message',
    ignore: 'pid,hostname,coldStart',
    singleLine: true,
    destination: output,
  });
  const lines = new OrderLines(output.hasColors() && process.env.NO_COLOR === undefined);
  return {
    platform: readable,
    functions: level === 'debug' ? readable : withoutInfo(readable),
    follow: ({ recentEvents }) => {
      if (level !== 'info' && level !== 'debug') return;
      recentEvents.onAdd((event) => {
        const line = lines.lineOf(event);
        if (line !== undefined) output.write(`${line}\n`);
      });
    },
  };
}

const INFO = '{"level":"info"';

function withoutInfo(next: LogDestination): LogDestination {
  return {
    write: (line) => {
      if (!line.startsWith(INFO)) next.write(line);
    },
  };
}
