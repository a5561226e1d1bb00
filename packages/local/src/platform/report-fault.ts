/**
 * Is told what went wrong in a callback that nobody waits for, so that it neither ends the process
 * nor is lost: what could not be done, as a sentence, and the error.
 */
export type ReportFault = (what: string, error: unknown) => void;
