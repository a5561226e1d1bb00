/**
 * The bounds of an order. One place for the domain, the inbound request classes, the schemas and
 * the documentation. Lengths count Unicode code points, as JSON Schema does.
 */
export const LIMITS = {
  customerNameLength: 200,
  customerIdLength: 128,
  snackItems: 100,
  snackNameLength: 200,
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
   * Changes that one order takes in its life. It keeps the history inside the stored item bounded;
   * only updates can use it up, and they stop while there is room to bring the order to its end.
   */
  changes: 100,
  /** Of a request, in bytes: an order at every bound above is well below it, and so is its item. */
  requestBytes: 262_144,
  /** Of a request's body: objects and lists inside one another. */
  requestDepth: 32,
  /** Of the source and the type of an external event. */
  eventNameLength: 128,
} as const;
