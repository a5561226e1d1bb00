import { BlockList, isIP } from 'node:net';
import { isFields } from '@snacks/domain';
import { EventPatternInvalidError } from './event-pattern-error.js';
import { readWildcard } from './wildcard.js';

/** A value that can stand at a leaf of an event. */
export type Scalar = string | number | boolean | null;

/** Whether a leaf of an event has a value that is asked for. */
export type ValueTest = (value: Scalar) => boolean;

/**
 * Reads an operator's operand, which stands at `path`.
 *
 * @throws {EventPatternInvalidError} where it is none that the operator takes.
 */
export type OperatorReader = (operand: unknown, path: string) => ValueTest;

/** The bounds of the numbers that EventBridge compares by size. */
const NUMERIC_BOUND = 5_000_000_000;

const COMPARISONS: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

const TEXT_OPERATORS = {
  prefix: (prefix, path) => {
    const begin = nonEmpty(prefix, path);
    return (text) => text.startsWith(begin);
  },
  suffix: (suffix, path) => {
    const end = nonEmpty(suffix, path);
    return (text) => text.endsWith(end);
  },
  'equals-ignore-case': (wanted) => {
    const folded = wanted.toLowerCase();
    return (text) => text.toLowerCase() === folded;
  },
  wildcard: (wildcard, path) => {
    const test = readWildcard(wildcard);
    if (test !== undefined) return test;
    throw new EventPatternInvalidError(
      path,
      'a wildcard in which no two * follow each other, and a backslash stands only before * or another backslash',
    );
  },
} as const satisfies Readonly<
  Record<string, (operand: string, path: string) => (text: string) => boolean>
>;

type TextOperator = keyof typeof TEXT_OPERATORS;

/** The operators that test the values of a leaf, in the order in which messages name them. */
export const VALUE_OPERATORS: ReadonlyMap<string, OperatorReader> = new Map([
  ['prefix', affixReader('prefix', (text, begin) => text.startsWith(begin))],
  ['suffix', affixReader('suffix', (text, end) => text.endsWith(end))],
  ['equals-ignore-case', textReader('equals-ignore-case')],
  ['wildcard', textReader('wildcard')],
  ['anything-but', readAnythingBut],
  ['numeric', readNumeric],
  ['cidr', readCidr],
]);

function onText(test: (text: string) => boolean): ValueTest {
  return (value) => typeof value === 'string' && test(value);
}

function asText(operand: unknown, path: string): string {
  if (typeof operand === 'string') return operand;
  throw new EventPatternInvalidError(path, 'a string');
}

function nonEmpty(operand: string, path: string): string {
  if (operand !== '') return operand;
  throw new EventPatternInvalidError(path, 'a string that is not empty');
}

/** The only field of an operand that is an operator again. */
function onlyField(operand: Readonly<Record<string, unknown>>): readonly [string, unknown] {
  const [field, ...more] = Object.entries(operand);
  return field === undefined || more.length > 0 ? ['', undefined] : field;
}

function textReader(operator: TextOperator): OperatorReader {
  return (operand, path) => onText(TEXT_OPERATORS[operator](asText(operand, path), path));
}

/** `prefix` and `suffix`: either a string, or `{ "equals-ignore-case": string }`. */
function affixReader(
  operator: 'prefix' | 'suffix',
  matches: (text: string, affix: string) => boolean,
): OperatorReader {
  return (operand, path) => {
    if (typeof operand === 'string') return onText((value) => matches(value, operand));
    const [inner, affix] = isFields(operand) ? onlyField(operand) : ['', undefined];
    if (inner !== 'equals-ignore-case' || typeof affix !== 'string') {
      throw new EventPatternInvalidError(
        path,
        `a string, or { "equals-ignore-case": string } for a ${operator} in any case`,
      );
    }
    const folded = affix.toLowerCase();
    return onText((value) => matches(value.toLowerCase(), folded));
  };
}

function readAnythingBut(operand: unknown, path: string): ValueTest {
  if (isFields(operand)) return readAnythingButText(operand, path);
  const excluded = Array.isArray(operand) ? operand.map((one: unknown) => one) : [operand];
  const allOf = (type: 'string' | 'number') => excluded.every((one) => typeof one === type);
  if (excluded.length === 0 || !(allOf('string') || allOf('number'))) {
    throw new EventPatternInvalidError(
      path,
      `a string, a number, a list of only strings or only numbers, or one of ${Object.keys(TEXT_OPERATORS).join(', ')}`,
    );
  }
  const values = new Set(excluded);
  return (value) => !values.has(value);
}

function isTextOperator(operator: string): operator is TextOperator {
  return Object.hasOwn(TEXT_OPERATORS, operator);
}

function readAnythingButText(operand: Readonly<Record<string, unknown>>, path: string): ValueTest {
  const [operator, operands] = onlyField(operand);
  if (!isTextOperator(operator)) {
    throw new EventPatternInvalidError(path, `one of ${Object.keys(TEXT_OPERATORS).join(', ')}`);
  }
  const listed = Array.isArray(operands) ? operands.map((one: unknown) => one) : [operands];
  const inner = `${path}.${operator}`;
  if (listed.length === 0) throw new EventPatternInvalidError(inner, 'a list that is not empty');
  const tests = listed.map((one) => TEXT_OPERATORS[operator](asText(one, inner), inner));
  // What is not text cannot be what is excluded.
  return (value) => typeof value !== 'string' || !tests.some((test) => test(value));
}

function readNumeric(operand: unknown, path: string): ValueTest {
  const terms: readonly unknown[] = Array.isArray(operand) ? operand : [];
  const [firstOperator, firstBound, secondOperator, secondBound] = terms;
  const first = readComparison(firstOperator, firstBound);
  if (first !== undefined && terms.length === 2) return onNumber(first);

  const second = readComparison(secondOperator, secondBound);
  const isRange =
    terms.length === 4 &&
    (firstOperator === '>' || firstOperator === '>=') &&
    (secondOperator === '<' || secondOperator === '<=') &&
    Number(firstBound) < Number(secondBound);
  if (first === undefined || second === undefined || !isRange) {
    throw new EventPatternInvalidError(
      path,
      `[one of ${Object.keys(COMPARISONS).join(' ')}, number], or [> or >=, number, < or <=, greater number], with numbers from -5e9 to 5e9`,
    );
  }
  return onNumber((value) => first(value) && second(value));
}

function isComparable(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) <= NUMERIC_BOUND;
}

function onNumber(test: (value: number) => boolean): ValueTest {
  return (value) => isComparable(value) && test(value);
}

function readComparison(
  operator: unknown,
  bound: unknown,
): ((value: number) => boolean) | undefined {
  if (typeof operator !== 'string' || !Object.hasOwn(COMPARISONS, operator)) return undefined;
  const compare = COMPARISONS[operator];
  if (compare === undefined || !isComparable(bound)) return undefined;
  return (value) => compare(value, bound);
}

function readCidr(operand: unknown, path: string): ValueTest {
  const [, address = '', digits = ''] =
    /^([^/]+)\/(\d{1,3})$/.exec(typeof operand === 'string' ? operand : '') ?? [];
  const version = isIP(address);
  const bits = Number(digits);
  if (version === 0 || bits > (version === 4 ? 32 : 128)) {
    throw new EventPatternInvalidError(
      path,
      'an IPv4 or IPv6 address and the bits of its network, such as 10.0.0.0/24',
    );
  }
  const family = version === 4 ? 'ipv4' : 'ipv6';
  const network = new BlockList();
  network.addSubnet(address, bits, family);
  return onText((value) => isIP(value) === version && network.check(value, family));
}
