/** Writes one structured line. Its fields are ids, codes and counts, never data of customers. */
export type Log = (
  level: 'info' | 'warn' | 'error',
  message: string,
  fields: Readonly<Record<string, unknown>>,
) => void;

/** Writes each line as JSON, which CloudWatch Logs Insights reads. */
export const jsonLog: Log = (level, message, fields) => {
  process.stdout.write(`${JSON.stringify({ level, message, ...fields })}\n`);
};
