import { isFields } from '@snacks/domain';
import { StateMachineInvalidError } from '../step-functions/state-machine-error.js';

/** What a template takes its values from: the state's input (`$`), and the context object (`$$`). */
export interface TemplateSources {
  readonly input: unknown;
  readonly context: unknown;
}

/** Makes a value of its sources. `undefined` where any of its paths leads nowhere. */
export type PayloadTemplate = (sources: TemplateSources) => unknown;

const PATH = /^(?<root>\$\$?)(?<steps>(?:\.[A-Za-z_]\w*)*)$/;

/**
 * Reads a payload template: plain data, in which a field named `x.$` becomes `x` with the value that
 * its path leads to, such as `$.orderId` or `$$.Task.Token`. Only plain steps are known: no
 * wildcards, no filters, no functions.
 *
 * @throws {StateMachineInvalidError} naming the place that is not known.
 */
export function readTemplate(template: unknown, place: string): PayloadTemplate {
  if (Array.isArray(template)) {
    const parts = template.map((part: unknown, n) => readTemplate(part, `${place}[${n}]`));
    return (sources) => whole(parts.map((part) => part(sources)));
  }
  if (!isFields(template)) return () => template;
  const fields = Object.entries(template).map(([name, value]): [string, PayloadTemplate] => {
    const path = `${place}.${name}`;
    return name.endsWith('.$')
      ? [name.slice(0, -2), readPath(value, path)]
      : [name, readTemplate(value, path)];
  });
  return (sources) => {
    const values = whole(fields.map(([, make]) => make(sources)));
    return values && Object.fromEntries(fields.map(([name], n) => [name, values[n]]));
  };
}

function whole(values: readonly unknown[]): readonly unknown[] | undefined {
  return values.includes(undefined) ? undefined : values;
}

function readPath(path: unknown, place: string): PayloadTemplate {
  const { root, steps = '' } = (typeof path === 'string' && PATH.exec(path)?.groups) || {};
  if (root === undefined) {
    throw new StateMachineInvalidError(place, 'a path of plain steps, such as $.a.b or $$.a.b');
  }
  const names = steps.split('.').slice(1);
  return ({ input, context }) =>
    names.reduce<unknown>(
      (value, name) => (isFields(value) && Object.hasOwn(value, name) ? value[name] : undefined),
      root === '$' ? input : context,
    );
}
