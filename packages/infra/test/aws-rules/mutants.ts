import { isFields } from '../../src/deploy/fields.js';

import { withResource, type Synthesised, type SynthesisedResource } from '../synthesised.js';

/** Longer than any text in a resource that AWS takes. */
const TOO_LONG = 'x'.repeat(20_000);

/** More than AWS takes of anything. */
const TOO_MANY = 600;

/** Elements of a list that are changed: the body of the dashboard alone has hundreds. */
const FIRST_FEW = 12;

/** What is bad where it is there, and of which no template has a trace. */
const UNWANTED = {
  BisectBatchOnFunctionError: true,
  DetailedMetricsEnabled: true,
  EventBusName: 'another',
  ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'],
  RoutingConfig: {},
};

const REMOVED = Symbol('removed');

/** What a value may become that stands in a template. */
function replacements(value: unknown): readonly unknown[] {
  if (typeof value === 'boolean') return [REMOVED, !value];
  if (typeof value === 'number') return [REMOVED, 0, 1_000_000_000];
  if (typeof value === 'string') return [REMOVED, 'Retain', 'τ', TOO_LONG];
  if (isFields(value)) return [REMOVED, { ...value, ...UNWANTED }];
  return [REMOVED];
}

/** All values that differ from a value in one place. */
function* mutantsOf(value: unknown): Generator {
  yield* replacements(value);
  if (Array.isArray(value)) {
    const elements: readonly unknown[] = value;
    for (const [index, element] of elements.slice(0, FIRST_FEW).entries()) {
      for (const mutant of mutantsOf(element)) {
        yield mutant === REMOVED ? elements.toSpliced(index, 1) : elements.with(index, mutant);
      }
    }
    yield [...elements, ...Array.from({ length: TOO_MANY }, () => elements[0])];
  } else if (isFields(value)) {
    for (const [key, element] of Object.entries(value)) {
      const { [key]: _left, ...others } = value;
      for (const mutant of mutantsOf(element)) {
        yield mutant === REMOVED ? others : { ...others, [key]: mutant };
      }
    }
  }
}

/**
 * Stacks that differ from a stack in one place of one resource: a value is missing, too large, too
 * long, too often there, or another one; it waits for itself, or has everything twice. A rule that
 * none of them breaks checks nothing.
 */
export function* mutantsOfStack(stack: Synthesised): Generator<Synthesised> {
  yield { ...stack, resources: [...stack.resources, ...stack.resources] };
  const rest = new Set(stack.resources);
  const first = [...new Set(stack.resources.map(({ type }) => type))].flatMap((type) => {
    const ofType = stack.ofType(type);
    return [...new Set([ofType.at(0), ofType.at(-1)])].flatMap((resource) => resource ?? []);
  });
  for (const resource of first) rest.delete(resource);
  yield* inTurn(first.map((resource) => mutantsOfResource(stack, resource)));
  yield* inTurn([...rest].map((resource) => mutantsOfResource(stack, resource)));
}

function* mutantsOfResource(
  stack: Synthesised,
  { id, template: { Metadata: _left, ...template } }: SynthesisedResource,
): Generator<Synthesised> {
  yield withResource(stack, id, { ...template, DependsOn: id });
  for (const mutant of mutantsOf(template)) {
    if (isFields(mutant)) yield withResource(stack, id, mutant);
  }
}

/** One of each, then the next of each: so every rule meets what breaks it early. */
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
