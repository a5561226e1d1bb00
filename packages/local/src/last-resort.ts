import type { ReportFault } from './report-fault.js';

/**
 * Reports what reaches the end of the process uncaught, and goes on. What the platform itself runs
 * has guards of its own, so it is a library's fault, such as the engine's when the disk is full.
 * Nothing was acknowledged for what broke off there, every write is conditional, and a caller who
 * waits for an answer gives up in time. To end would lose all that is in memory, for every caller,
 * at the fault of one.
 */
export function surviveFaults(report: ReportFault): void {
  process.on('uncaughtException', (error) => report('Something failed that nobody caught.', error));
  process.on('unhandledRejection', (error) =>
    report('Something was rejected that nobody waited for.', error),
  );
}
