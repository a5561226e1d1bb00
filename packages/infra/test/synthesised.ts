import { readFileSync } from 'node:fs';
import { isFields } from '@snacks/domain';

import type TEMPLATES from './templates.json';

export type Properties = Readonly<Record<string, unknown>>;

/** A resource of a template. For references in its properties, see {@link textOf}. */
export interface SynthesisedResource {
  readonly id: string;
  /** The resource as it is in the template. */
  readonly template: Properties;
  readonly type: string;
  readonly properties: Properties;
  readonly deletionPolicy: unknown;
  readonly updateReplacePolicy: unknown;
  readonly updatePolicy: unknown;
  /** The ids of the resources in its `DependsOn`. */
  readonly dependsOn: readonly unknown[];
}

/** A parsed template. */
export interface Synthesised {
  readonly resources: readonly SynthesisedResource[];
  readonly outputs: readonly string[];
  /** The template's parameters, by their names. */
  readonly parameters: Properties;
  /** The resources of a type, such as `AWS::SQS::Queue`. */
  readonly ofType: (type: string) => readonly SynthesisedResource[];
}

/** The deployment parameters of each template that the tests read: see `templates.json`. */
export type TemplateName = keyof typeof TEMPLATES;

/** The template with this name, parsed. */
export function synthesised(name: TemplateName): Synthesised {
  return templateOf(templateNamed(name));
}

/** The template with this name, as it is deployed. It was synthesised before the tests. */
export function templateNamed(name: TemplateName): unknown {
  const folder = process.env.TEMPLATES_FOLDER;
  if (folder === undefined)
    throw new Error('There are no templates. Run the tests with `npm test`.');
  return JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'));
}

/** Parses a template for CloudFormation. */
export function templateOf(template: unknown): Synthesised {
  const { Resources, Outputs, Parameters } = isFields(template) ? template : {};
  return stackOf(
    entriesOf(Resources).map(([id, resource]) => resourceOf(id, resource)),
    entriesOf(Outputs).map(([id]) => id),
    isFields(Parameters) ? Parameters : {},
  );
}

/** A copy of a stack with one resource replaced. */
export function withResource(stack: Synthesised, id: string, resource: Properties): Synthesised {
  return stackOf(
    stack.resources.map((one) => (one.id === id ? resourceOf(id, resource) : one)),
    stack.outputs,
    stack.parameters,
  );
}

/** A copy of a stack without one resource. */
export function withoutResource(stack: Synthesised, id: string): Synthesised {
  return stackOf(
    stack.resources.filter((one) => one.id !== id),
    stack.outputs,
    stack.parameters,
  );
}

function stackOf(
  resources: readonly SynthesisedResource[],
  outputs: readonly string[],
  parameters: Properties,
): Synthesised {
  const byType = new Map<string, SynthesisedResource[]>();
  for (const resource of resources) {
    const ofType = byType.get(resource.type);
    if (ofType === undefined) byType.set(resource.type, [resource]);
    else ofType.push(resource);
  }
  return { resources, outputs, parameters, ofType: (type) => byType.get(type) ?? [] };
}

function resourceOf(id: string, template: Properties): SynthesisedResource {
  return {
    id,
    template,
    type: String(template.Type),
    properties: isFields(template.Properties) ? template.Properties : {},
    deletionPolicy: template.DeletionPolicy,
    updateReplacePolicy: template.UpdateReplacePolicy,
    updatePolicy: template.UpdatePolicy,
    dependsOn: listOf(template.DependsOn),
  };
}

/** The id of the alarm topic. The stack also has topics for notifications. */
export function idOfAlarmTopic(stack: Synthesised): string | undefined {
  const topics = stack.ofType('AWS::SNS::Topic');
  return topics.find(({ properties }) => textOf(properties.TopicName).includes('alarms'))?.id;
}

function entriesOf(value: unknown): [string, Properties][] {
  const entries = isFields(value) ? Object.entries(value) : [];
  return entries.flatMap(([id, entry]) => (isFields(entry) ? [[id, entry]] : []));
}

/** A value of a template as text: a reference becomes the id of what it refers to, in brackets. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(textOf).join('');
  if (value === undefined) return '';
  if (!isFields(value)) return JSON.stringify(value);
  const { Ref, 'Fn::GetAtt': attribute, 'Fn::Join': join, 'Fn::Select': part } = value;
  if (Ref !== undefined) return `<${textOf(Ref)}>`;
  if (Array.isArray(attribute)) return `<${textOf(attribute[0])}>`;
  if (Array.isArray(join)) return textOf(join[1]);
  // A part of a reference, such as the name in an ARN, still refers to the same thing.
  if (Array.isArray(part)) return textOf(at(part, 1, 'Fn::Split', 1) ?? '');
  return JSON.stringify(value);
}

/** The value at a path within a value of a template, or `undefined`. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((nested, key) => {
    if (Array.isArray(nested)) return nested[Number(key)];
    return isFields(nested) ? nested[key] : undefined;
  }, value);
}

/** The elements of a list in a template, or none if the value is not a list. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
