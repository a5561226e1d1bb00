import { RefusedRequestError } from './api-responses.js';
import type { RandomSequence } from '../world/seeded-random.js';
import type { System } from '../world/system.js';

/** The tries of a request before its caller gives up. */
const ATTEMPTS = 5;

/** The refusals that callers expect. */
const EXPECTED_REFUSALS: ReadonlySet<string> = new Set([
  'ORDER_CONFLICT',
  'ORDER_NOT_FOUND',
  'IDEMPOTENCY_KEY_REUSED',
  'PRICES_REFUSED',
  'VERSION_MISMATCH',
]);

/** Sends requests to the system from outside, through the network, and retries them. */
export class Caller {
  private readonly sequence: RandomSequence;

  constructor(
    private readonly system: System,
    private readonly name: string,
  ) {
    this.sequence = system.options.random.sequence(`client ${name}`);
  }

  /**
   * Sends a request until there is a response. Returns `undefined` if it was refused, or if the caller
   * gave up.
   *
   * @param onRefused gets the code of a refusal.
   */
  async send<T>(
    command: string,
    request: () => Promise<T>,
    onRefused?: (code: string) => void,
  ): Promise<T | undefined> {
    const { name } = this;
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      try {
        return await this.system.network.call({
          from: `client ${name}`,
          operation: `request ${command}`,
          subject: name,
          effect: request,
        });
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
        this.log(command, code);
        if (error instanceof RefusedRequestError) {
          onRefused?.(error.code);
          return this.refused(command, error);
        }
        await this.system.pause(this.sequence.between(10, 20_000));
      }
    }
    return undefined;
  }

  /** Adds a response to the timeline. */
  log(command: string, response: string): void {
    this.system.timeline.add(() => `client ${this.name} ← ${command}: ${response}`);
  }

  private refused(command: string, error: RefusedRequestError): undefined {
    if (!EXPECTED_REFUSALS.has(error.code)) throw error; // no client sends an invalid request
    const { coverage } = this.system.options;
    if (error.orderStatus !== undefined) coverage.visitRefusal(error.orderStatus, command);
  }
}
