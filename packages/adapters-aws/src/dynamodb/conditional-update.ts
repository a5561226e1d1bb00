import type { UpdateCommandInput } from '@aws-sdk/lib-dynamodb';

type Expressions = Pick<
  UpdateCommandInput,
  | 'UpdateExpression'
  | 'ConditionExpression'
  | 'ExpressionAttributeNames'
  | 'ExpressionAttributeValues'
>;

/**
 * Builds the expressions of one conditional update. Names and values never stand in an expression, so they
 * cannot inject any.
 */
export class ConditionalUpdate {
  private readonly names = new Map<string, string>();
  private readonly values: unknown[] = [];
  private readonly sets: string[] = [];
  private readonly removals: string[] = [];
  private readonly conditions: string[] = [];
  private readonly sums = new Map<string, number>();

  /** The placeholder of an attribute. */
  name(attribute: string): string {
    const known = this.names.get(attribute);
    if (known !== undefined) return known;
    const placeholder = `#n${this.names.size}`;
    this.names.set(attribute, placeholder);
    return placeholder;
  }

  /** The placeholder of a value. */
  value(value: unknown): string {
    this.values.push(value);
    return `:v${this.values.length - 1}`;
  }

  /** Sets an attribute to a value. */
  set(attribute: string, value: unknown): this {
    this.sets.push(`${this.name(attribute)} = ${this.value(value)}`);
    return this;
  }

  /** Adds to a number, which counts as 0 if it is missing. Several calls for one attribute add up. */
  add(attribute: string, number: number): this {
    this.sums.set(attribute, (this.sums.get(attribute) ?? 0) + number);
    return this;
  }

  /** Removes an attribute. */
  remove(attribute: string): this {
    this.removals.push(this.name(attribute));
    return this;
  }

  /** Requires a condition, made of placeholders. All conditions must hold. */
  require(condition: string): this {
    this.conditions.push(condition);
    return this;
  }

  /** Requires that an attribute has a value; `undefined`: that it is missing. */
  requireValue(attribute: string, value: unknown): this {
    const name = this.name(attribute);
    return this.require(
      value === undefined ? `attribute_not_exists(${name})` : `${name} = ${this.value(value)}`,
    );
  }

  /** The expressions, as an `UpdateCommand` takes them. */
  input(): Expressions {
    const additions = Array.from(
      this.sums,
      ([attribute, number]) => `${this.name(attribute)} ${this.value(number)}`,
    );
    const clauses = [
      ['SET', this.sets],
      ['ADD', additions],
      ['REMOVE', this.removals],
    ] as const;
    return {
      UpdateExpression: clauses
        .filter(([, parts]) => parts.length > 0)
        .map(([clause, parts]) => `${clause} ${parts.join(', ')}`)
        .join(' '),
      ...(this.conditions.length > 0 && { ConditionExpression: this.conditions.join(' AND ') }),
      ExpressionAttributeNames: Object.fromEntries(
        Array.from(this.names, ([attribute, placeholder]) => [placeholder, attribute]),
      ),
      ...(this.values.length > 0 && {
        ExpressionAttributeValues: Object.fromEntries(
          this.values.map((value, n) => [`:v${n}`, value]),
        ),
      }),
    };
  }
}
