import type { ReportFault } from '../platform/report-fault.js';

/** What the codes of LevelDB's errors begin with. */
const OF_THE_STORE = 'LEVEL_';

/**
 * Reports what reaches the end of the process uncaught, and goes on. What the platform itself runs
 * has guards of its own, so it is a library's fault. Nothing was acknowledged for what broke off there,
 * every write is conditional, and a caller who waits for a response gives up in time. To end would lose
 * all that is in memory, for every caller, at the fault of one.
 *
 * Where a write of the store has failed, such as on a full disk, the process ends at once: LevelDB's log
 * has a torn record then, and whatever were acknowledged behind it would be gone after the next start.
 */
export function surviveFaults(report: ReportFault): void {
  const survive = (what: string) => (error: unknown) => {
    report(what, error);
    if (!isOfTheStore(error)) return;
    report(
      'The store takes no more writes, so the platform ends: make room, and start again.',
      error,
    );
    process.exit(1);
  };
  process.on('uncaughtException', survive('Something failed that nobody caught.'));
  process.on('unhandledRejection', survive('Something was rejected that nobody waited for.'));
}

function isOfTheStore(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith(OF_THE_STORE);
}
