import type { Synthesised, SynthesisedResource } from '../synthesised.js';

/** Something that a rule looked at, and whether AWS takes it. */
export interface Checked {
  /** In words that lead to it, such as a resource's id. */
  readonly what: string;
  readonly isRight: boolean;
}

/** What an AWS account checks when a stack is deployed, or costs it money, and no emulator does. */
export interface AwsRule {
  /** What has to hold, as a sentence. */
  readonly rule: string;
  /** What AWS says or does otherwise, where it is known. */
  readonly otherwise?: string;
  /** Where it was read. */
  readonly source: string;
  /** Whether AWS documents it, somebody reported it, or it is common knowledge. */
  readonly basis: 'documented' | 'reported' | 'common knowledge';
  /** Everything in a template that the rule is about. */
  readonly check: (stack: Synthesised) => readonly Checked[];
}

/** Checks each resource of a type. */
export function each(
  type: string,
  isRight: (resource: SynthesisedResource, stack: Synthesised) => boolean,
): AwsRule['check'] {
  return (stack) =>
    stack.ofType(type).map((resource) => ({
      what: resource.id,
      isRight: isRight(resource, stack),
    }));
}

/** Where the CloudFormation reference describes a type. */
export function reference(type: string): string {
  const [, service = '', name = ''] = type.toLowerCase().split('::');
  return `https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-${service}-${name}.html`;
}

/** Lambda's developer guide. */
export const LAMBDA_GUIDE = 'https://docs.aws.amazon.com/lambda/latest/dg';
