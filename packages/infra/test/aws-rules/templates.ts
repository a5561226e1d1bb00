import { at, listOf, textOf, type Properties, type Synthesised } from '../synthesised.js';

/** The resource that a reference in a template points at. */
export function referenced(stack: Synthesised, value: unknown) {
  const id = /<(\w+)>/.exec(textOf(value))?.[1];
  return stack.resources.find((resource) => resource.id === id);
}

/** A value as a list: IAM accepts a single value instead of a list. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

/** The statements of a policy document. */
export function statementsOf(document: unknown): readonly unknown[] {
  return listOf(at(document, 'Statement'));
}

/** The statements of a role's inline policies. */
export function inlineStatements(role: { readonly properties: Properties } | undefined) {
  return listOf(role?.properties.Policies).flatMap((policy) =>
    statementsOf(at(policy, 'PolicyDocument')),
  );
}

/** Whether a statement allows an action on a resource; `*` matches every resource. */
export function allows(statement: unknown, action: string, on: string): boolean {
  return (
    at(statement, 'Effect') === 'Allow' &&
    asList(at(statement, 'Action')).includes(action) &&
    asList(at(statement, 'Resource')).some((resource) => ['*', on].includes(textOf(resource)))
  );
}

/** The execution role of a function, given the function or its alias. */
export function roleOf(stack: Synthesised, functionName: unknown) {
  const target = referenced(stack, functionName);
  const isAlias = target?.type === 'AWS::Lambda::Alias';
  const lambda = isAlias ? referenced(stack, target.properties.FunctionName) : target;
  return referenced(stack, lambda?.properties.Role);
}

/** The function that a reference to it, or to its alias, points at. */
export function functionOf(stack: Synthesised, reference: unknown) {
  const target = referenced(stack, reference);
  return target?.type === 'AWS::Lambda::Alias'
    ? referenced(stack, target.properties.FunctionName)
    : target;
}

/** The bytes of a value as JSON, with references as ids: a lower bound of the size that AWS counts. */
export function bytesOf(value: unknown): number {
  return value === undefined ? 0 : Buffer.byteLength(JSON.stringify(value));
}

/** A number in a template, or `NaN`. */
export function numberOf(value: unknown): number {
  return typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN;
}
