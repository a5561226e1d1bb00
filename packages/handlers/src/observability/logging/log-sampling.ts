import { createHash } from 'node:crypto';

/**
 * Whether the info records with this correlation id are logged, if a percentage of all is. It depends on
 * nothing else, so the functions agree: the log has all info records of an order's change, or none.
 */
export function isSampled(correlationId: string, percent: number): boolean {
  if (percent >= 100) return true;
  const digest = createHash('sha256').update(correlationId).digest();
  return digest.readUInt32BE(0) < (percent / 100) * 2 ** 32;
}
