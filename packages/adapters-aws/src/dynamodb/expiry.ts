const DAY_SECONDS = 86_400;

/** The attribute by which DynamoDB may delete an item so many days from now; none without days. */
export function expiryIn(days: number | undefined): { readonly expiresAt?: number } {
  if (days === undefined) return {};
  return { expiresAt: Math.ceil(Date.now() / 1_000) + days * DAY_SECONDS };
}
