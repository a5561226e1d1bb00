/** An event as EventBridge sends it to the targets of a rule. */
export type EventBridgeEnvelope = {
  readonly version: '0';
  /** New with every put. Do not deduplicate events by it: an event that is sent twice has two ids. */
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  /** Twelve digits. */
  readonly account: string;
  /** ISO 8601 in UTC with whole seconds: `2026-11-21T09:30:00Z`. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
};
