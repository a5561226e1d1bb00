/**
 * Logs an error of a callback that has no caller, so that the error neither ends the process nor gets
 * lost. `what` is a sentence about the work that failed.
 */
export type ReportFault = (what: string, error: unknown) => void;
