/**
 * The limits of orders, requests and external events, for validation, schemas and documentation alike.
 * Lengths count Unicode code points, as JSON Schema does.
 */
export const LIMITS = {
  customerNameLength: 200,
  customerIdLength: 128,
  snackItems: 100,
  snackNameLength: 200,
  /** Of the catalogue, which is stored as one item. */
  catalogueSnacks: 250,
  quantity: 1_000,
  /** Of one piece, in cents: 10,000.00. */
  priceCents: 1_000_000,
  deliveryAddressLength: 500,
  deliveryInstructionsLength: 500,
  noteLength: 500,
  idempotencyKeyLength: 255,
  correlationIdLength: 128,
  pageSize: 100,
  cursorLength: 1_024,
  /**
   * Changes of one order, which limits the history in its stored item. Only updates can use them up;
   * they are refused early enough that the order can still be approved and processed.
   */
  changes: 100,
  /** Of a request, in bytes. An order at all limits above is well below it, and so is its stored item. */
  requestBytes: 262_144,
  /** Of nested objects and lists in the body of a request. */
  requestDepth: 32,
  /** Of the source and the type of an external event. */
  eventNameLength: 128,
} as const;
