import { isFields } from '../../src/deploy/fields.js';

import { withResource, type Synthesised, type SynthesisedResource } from '../synthesised.js';

/** Longer than any text that AWS accepts. */
const TOO_LONG = 'x'.repeat(20_000);

/** More elements than AWS accepts in any list. */
const TOO_MANY = 600;

/** Elements of a list that are mutated. The dashboard alone has hundreds. */
const MUTATED_ELEMENTS = 12;

/** Properties that rules forbid, and that no template has. */
const UNWANTED = {
  BisectBatchOnFunctionError: true,
  DetailedMetricsEnabled: true,
  EventBusName: 'another',
  ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'],
  RoutingConfig: {},
};

const REMOVED = Symbol('removed');

/** The mutations of a value in a template. */
function replacements(value: unknown): readonly unknown[] {
  if (typeof value === 'boolean') return [REMOVED, !value];
  if (typeof value === 'number') return [REMOVED, 0, 1_000_000_000];
  if (typeof value === 'string') return [REMOVED, 'Retain', 'τ', TOO_LONG];
  if (isFields(value)) return [REMOVED, { ...value, ...UNWANTED }];
  return [REMOVED];
}

/** All variants of a value with one change. */
function* mutantsOf(value: unknown): Generator {
  yield* replacements(value);
  if (Array.isArray(value)) {
    const elements: readonly unknown[] = value;
    for (const [index, element] of elements.slice(0, MUTATED_ELEMENTS).entries()) {
      for (const mutant of mutantsOf(element)) {
        yield mutant === REMOVED ? elements.toSpliced(index, 1) : elements.with(index, mutant);
      }
    }
    yield [...elements, ...Array.from({ length: TOO_MANY }, () => elements[0])];
  } else if (isFields(value)) {
    for (const [key, element] of Object.entries(value)) {
      const { [key]: _removed, ...others } = value;
      for (const mutant of mutantsOf(element)) {
        yield mutant === REMOVED ? others : { ...others, [key]: mutant };
      }
    }
  }
}

/**
 * Variants of a stack with one change to one resource: a value is missing, too large, too long,
 * repeated or replaced, or the resource depends on itself. One variant has every resource twice. A rule
 * that no mutant breaks checks nothing.
 */
export function* mutantsOfStack(stack: Synthesised): Generator<Synthesised> {
  yield { ...stack, resources: [...stack.resources, ...stack.resources] };
  const others = new Set(stack.resources);
  const first = [...new Set(stack.resources.map(({ type }) => type))].flatMap((type) => {
    const ofType = stack.ofType(type);
    return [...new Set([ofType.at(0), ofType.at(-1)])].flatMap((resource) => resource ?? []);
  });
  for (const resource of first) others.delete(resource);
  yield* inTurn(first.map((resource) => mutantsOfResource(stack, resource)));
  yield* inTurn([...others].map((resource) => mutantsOfResource(stack, resource)));
}

function* mutantsOfResource(
  stack: Synthesised,
  { id, template: { Metadata: _metadata, ...template } }: SynthesisedResource,
): Generator<Synthesised> {
  yield withResource(stack, id, { ...template, DependsOn: id });
  for (const mutant of mutantsOf(template)) {
    if (isFields(mutant)) yield withResource(stack, id, mutant);
  }
}

/** Takes one value of each source in turn, so that each rule meets a mutant that breaks it early. */
function* inTurn<T>(sources: readonly Iterator<T>[]): Generator<T> {
  const open = new Set(sources);
  while (open.size > 0) {
    for (const source of open) {
      const next = source.next();
      if (next.done === true) open.delete(source);
      else yield next.value;
    }
  }
}
