import { isFields } from '@snacks/domain';
import { StateMachineInvalidError } from './state-machine-error.js';

/** The values that a template's paths refer to: the state's input (`$`) and the context object (`$$`). */
export interface TemplateSources {
  readonly input: unknown;
  readonly context: unknown;
}

/** Fills in the template. Returns `undefined` if a path in it leads to no value. */
export type PayloadTemplate = (sources: TemplateSources) => unknown;

const REFERENCE = /^(?<root>\$\$?)(?<steps>(?:\.[A-Za-z_]\w*)*)$/;

/**
 * Compiles a payload template. In the template, a field named `x.$` becomes `x` with the value at its
 * path, such as `$.orderId` or `$$.Task.Token`. Only paths of field names are supported: no wildcards,
 * no filters, no functions. `path` is the template's own path in the definition, for error messages.
 *
 * @throws {StateMachineInvalidError} naming the path of what is not supported.
 */
export function readTemplate(template: unknown, path: string): PayloadTemplate {
  if (Array.isArray(template)) {
    const parts = template.map((part: unknown, n) => readTemplate(part, `${path}[${n}]`));
    return (sources) => allOrNone(parts.map((part) => part(sources)));
  }
  if (!isFields(template)) return () => template;
  const fields = Object.entries(template).map(([name, value]): [string, PayloadTemplate] => {
    const fieldPath = `${path}.${name}`;
    return name.endsWith('.$')
      ? [name.slice(0, -2), readReference(value, fieldPath)]
      : [name, readTemplate(value, fieldPath)];
  });
  return (sources) => {
    const values = allOrNone(fields.map(([, fill]) => fill(sources)));
    return values && Object.fromEntries(fields.map(([name], n) => [name, values[n]]));
  };
}

function allOrNone(values: readonly unknown[]): readonly unknown[] | undefined {
  return values.includes(undefined) ? undefined : values;
}

function readReference(reference: unknown, path: string): PayloadTemplate {
  const { root, steps = '' } =
    (typeof reference === 'string' && REFERENCE.exec(reference)?.groups) || {};
  if (root === undefined) {
    throw new StateMachineInvalidError(path, 'a path of field names, such as $.a.b or $$.a.b');
  }
  const names = steps.split('.').slice(1);
  return ({ input, context }) =>
    names.reduce<unknown>(
      (value, name) => (isFields(value) && Object.hasOwn(value, name) ? value[name] : undefined),
      root === '$' ? input : context,
    );
}
