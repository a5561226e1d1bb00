import { RefusedRequestError } from './api-responses.js';
import type { RandomSequence } from '../world/seeded-random.js';
import type { System } from '../world/system.js';

/** How often somebody asks before they give up. */
const ATTEMPTS = 5;

/** What a caller takes for a response: asking again would bring the same. */
const REFUSALS: ReadonlySet<string> = new Set([
  'ORDER_CONFLICT',
  'ORDER_NOT_FOUND',
  'IDEMPOTENCY_KEY_REUSED',
  'VERSION_MISMATCH',
]);

/** Somebody outside who asks the system, over a network that is no better than any other. */
export class Caller {
  private readonly draws: RandomSequence;

  constructor(
    private readonly system: System,
    private readonly name: string,
  ) {
    this.draws = system.options.chance.of(`client ${name}`);
  }

  /**
   * Asks until there is a response. A response that refuses is one, and so is giving up: then it is
   * `undefined`.
   *
   * @param onRefused hears the code of a refusal.
   */
  async ask<T>(
    command: string,
    request: () => Promise<T>,
    onRefused?: (code: string) => void,
  ): Promise<T | undefined> {
    const { name } = this;
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      try {
        return await this.system.network.call({
          from: `client ${name}`,
          operation: `ask ${command}`,
          subject: name,
          effect: request,
        });
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
        this.tell(command, code);
        if (error instanceof RefusedRequestError) {
          onRefused?.(error.code);
          return this.refused(command, error);
        }
        await this.system.pause(this.draws.between(10, 20_000));
      }
    }
    return undefined;
  }

  /** Puts a response into the timeline. */
  tell(command: string, response: string): void {
    this.system.timeline.add(() => `client ${this.name} ← ${command}: ${response}`);
  }

  private refused(command: string, error: RefusedRequestError): undefined {
    if (!REFUSALS.has(error.code)) throw error; // nobody here asks for nonsense
    const { coverage } = this.system.options;
    if (error.orderStatus !== undefined) coverage.visitRefusal(error.orderStatus, command);
  }
}
