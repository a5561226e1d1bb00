import type { ReportFault } from '../platform/report-fault.js';

/** The prefix of LevelDB's error codes. */
const STORE_ERROR = 'LEVEL_';

/**
 * Reports errors that no code caught, and keeps the process alive. The platform catches its own
 * errors, so an uncaught error comes from a library. Continuing is safe: the interrupted request was
 * not acknowledged, every write is conditional, and its caller times out. Ending the process would
 * lose all data in memory, for every caller.
 *
 * After a failed write of the store, such as on a full disk, the process ends at once. LevelDB's log
 * then contains a torn record, and the next start would drop every later write.
 */
export function handleUncaughtErrors(report: ReportFault): void {
  const handle = (what: string) => (error: unknown) => {
    report(what, error);
    if (!isStoreError(error)) return;
    report(
      'The store failed to write, so the platform ends. Free some disk space, and restart.',
      error,
    );
    process.exit(1);
  };
  process.on('uncaughtException', handle('An exception was not caught.'));
  process.on('unhandledRejection', handle('The rejection of a promise was not handled.'));
}

function isStoreError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith(STORE_ERROR);
}
