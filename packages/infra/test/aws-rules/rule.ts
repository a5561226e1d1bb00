import type { Synthesised, SynthesisedResource } from '../synthesised.js';

/** A subject that a rule checks, and whether AWS accepts it. */
export interface Checked {
  /** Identifies it, such as by a resource's id. */
  readonly subject: string;
  readonly isValid: boolean;
}

/** A rule that an AWS account enforces or charges for, and no emulator. */
export interface AwsRule {
  /** The rule, as a sentence. */
  readonly rule: string;
  /** What AWS says or does if the rule is broken, where known. */
  readonly ifBroken?: string;
  /** The page that states the rule. */
  readonly source: string;
  /** Whether AWS documents the rule, a user reported it, or it is common knowledge. */
  readonly basis: 'documented' | 'reported' | 'common knowledge';
  /** Checks everything in a template that the rule is about. */
  readonly check: (stack: Synthesised) => readonly Checked[];
}

/** Checks each resource of a type. */
export function each(
  type: string,
  isValid: (resource: SynthesisedResource, stack: Synthesised) => boolean,
): AwsRule['check'] {
  return (stack) =>
    stack.ofType(type).map((resource) => ({
      subject: resource.id,
      isValid: isValid(resource, stack),
    }));
}

/** The page of a type in the CloudFormation reference. */
export function reference(type: string): string {
  const [, service = '', name = ''] = type.toLowerCase().split('::');
  return `https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-${service}-${name}.html`;
}

/** Lambda's developer guide. */
export const LAMBDA_GUIDE = 'https://docs.aws.amazon.com/lambda/latest/dg';
