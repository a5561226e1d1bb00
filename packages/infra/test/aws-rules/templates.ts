import { at, listOf, textOf, type Properties, type Synthesised } from '../synthesised.js';

/** The resource that a reference in a template leads to. */
export function referenced(stack: Synthesised, value: unknown) {
  const id = /<(\w+)>/.exec(textOf(value))?.[1];
  return stack.resources.find((resource) => resource.id === id);
}

/** A value as a list: IAM lets one thing stand for itself. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

/** The statements of a policy document. */
export function statementsOf(document: unknown): readonly unknown[] {
  return listOf(at(document, 'Statement'));
}

/** The statements that stand in a role itself. */
export function inlineStatements(role: { readonly properties: Properties } | undefined) {
  return listOf(role?.properties.Policies).flatMap((policy) =>
    statementsOf(at(policy, 'PolicyDocument')),
  );
}

/** Whether a statement allows an action on what a text names; `*` stands for everything. */
export function allows(statement: unknown, action: string, on: string): boolean {
  return (
    at(statement, 'Effect') === 'Allow' &&
    asList(at(statement, 'Action')).includes(action) &&
    asList(at(statement, 'Resource')).some((resource) => ['*', on].includes(textOf(resource)))
  );
}

/** The role that a function, or the alias of one, runs with. */
export function roleOf(stack: Synthesised, functionName: unknown) {
  const target = referenced(stack, functionName);
  const isAlias = target?.type === 'AWS::Lambda::Alias';
  const itself = isAlias ? referenced(stack, target.properties.FunctionName) : target;
  return referenced(stack, itself?.properties.Role);
}

/** The function behind a mapping, an alias, or the function itself. */
export function functionOf(stack: Synthesised, reference: unknown) {
  const target = referenced(stack, reference);
  return target?.type === 'AWS::Lambda::Alias'
    ? referenced(stack, target.properties.FunctionName)
    : target;
}

/** Bytes of a value as JSON, references by their ids: a lower bound of what AWS counts. */
export function bytesOf(value: unknown): number {
  return value === undefined ? 0 : Buffer.byteLength(JSON.stringify(value));
}

/** A number in a template; `NaN` where there is none. */
export function numberOf(value: unknown): number {
  return typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN;
}
