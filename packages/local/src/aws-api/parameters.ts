import { isFields } from '@snacks/domain';

import { AwsApiError } from './aws-api-error.js';

/** The range of a number, with both limits included. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/**
 * The parameters of one call. A parameter that the operation does not support is refused: at AWS it
 * would have an effect, and here it would have none.
 *
 * @throws {AwsApiError} `ValidationException` from the constructor and every method.
 */
export class Parameters {
  constructor(
    private readonly given: Readonly<Record<string, unknown>>,
    supported: readonly string[],
  ) {
    const others = Object.keys(given).filter((name) => !supported.includes(name));
    if (others.length > 0) {
      throw invalid(
        `Unsupported parameter ${others.join(', ')}. Supported: ${supported.join(', ')}.`,
      );
    }
  }

  text(name: string): string {
    const value = this.optionalText(name);
    if (value === undefined || value === '') throw invalid(`${name} is missing.`);
    return value;
  }

  optionalText(name: string): string | undefined {
    const value = this.value(name);
    if (value === undefined || typeof value === 'string') return value;
    throw invalid(`${name} must be a string.`);
  }

  /** A whole number within a range; `undefined` if it was not given. */
  optionalNumber(name: string, { from, to }: Range): number | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    if (typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to) {
      return value;
    }
    throw invalid(`${name} must be a whole number from ${from} to ${to}.`);
  }

  /** A list of texts; empty if it was not given. */
  texts(name: string): readonly string[] {
    return this.list(name).map((item) => {
      if (typeof item === 'string') return item;
      throw invalid(`${name} must be a list of strings.`);
    });
  }

  /** A time, in milliseconds since the epoch. The protocol has it in seconds. */
  seconds(name: string): number {
    const value = this.value(name);
    if (typeof value === 'number' && Number.isFinite(value)) return value * 1_000;
    throw invalid(`${name} must be a number of seconds since 1970.`);
  }

  /** A structure. */
  structure(name: string, supported: readonly string[]): Parameters {
    const value = this.value(name);
    if (isFields(value)) return new Parameters(value, supported);
    throw invalid(`${name} must be a structure.`);
  }

  /** A list of structures; empty if it was not given. */
  structures(name: string, supported: readonly string[]): readonly Parameters[] {
    return this.list(name).map((item) => {
      if (isFields(item)) return new Parameters(item, supported);
      throw invalid(`${name} must be a list of structures.`);
    });
  }

  /** Values by name; empty if it was not given. */
  map(name: string): Readonly<Record<string, unknown>> {
    const value = this.value(name) ?? {};
    if (isFields(value)) return value;
    throw invalid(`${name} must be a map.`);
  }

  private list(name: string): readonly unknown[] {
    const value = this.value(name) ?? [];
    if (Array.isArray(value)) return value;
    throw invalid(`${name} must be a list.`);
  }

  private value(name: string): unknown {
    const value = this.given[name];
    return value === null ? undefined : value;
  }
}

function invalid(message: string): AwsApiError {
  return new AwsApiError('ValidationException', message);
}
