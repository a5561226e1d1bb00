import { isFields } from '@snacks/domain';

import { AwsApiError } from './aws-api-error.js';

/** What a number may be. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/**
 * The parameters of one call. One that the operation does not know is refused: AWS would heed it,
 * and here it would do nothing.
 *
 * @throws {AwsApiError} `ValidationException` from the constructor and every method.
 */
export class Parameters {
  constructor(
    private readonly given: Readonly<Record<string, unknown>>,
    known: readonly string[],
  ) {
    const unknown = Object.keys(given).filter((name) => !known.includes(name));
    if (unknown.length > 0) {
      throw invalid(`${unknown.join(', ')} is not known here: there are ${known.join(', ')}.`);
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

  /** A whole number within a range; `undefined` where it was not given. */
  optionalNumber(name: string, { from, to }: Range): number | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    if (typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to) {
      return value;
    }
    throw invalid(`${name} must be a whole number from ${from} to ${to}.`);
  }

  /** A list of texts; empty where it was not given. */
  texts(name: string): readonly string[] {
    return this.list(name).map((item) => {
      if (typeof item === 'string') return item;
      throw invalid(`${name} must be a list of strings.`);
    });
  }

  /** A list of structures; empty where it was not given. */
  structures(name: string, known: readonly string[]): readonly Parameters[] {
    return this.list(name).map((item) => {
      if (isFields(item)) return new Parameters(item, known);
      throw invalid(`${name} must be a list of structures.`);
    });
  }

  /** Values by name; empty where it was not given. */
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
