const DAY_SECONDS = 86_400;

/** Returns the attribute that lets DynamoDB delete an item in so many days; nothing without days. */
export function expiryIn(days: number | undefined): { readonly expiresAt?: number } {
  if (days === undefined) return {};
  return { expiresAt: Math.ceil(Date.now() / 1_000) + days * DAY_SECONDS };
}
