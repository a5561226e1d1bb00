import { isFields } from '../../src/deploy/fields.js';
import { listOf, textOf, type Synthesised, type SynthesisedResource } from '../synthesised.js';
import { each, reference, type AwsRule } from './rule.js';
import { asList, bytesOf } from './templates.js';

/** The property by which a type is named; a type without one is named by CloudFormation. */
const NAME_PROPERTIES = new Map([
  ['AWS::Budgets::Budget', 'Budget'],
  ['AWS::CodeDeploy::Application', 'ApplicationName'],
  ['AWS::CodeDeploy::DeploymentGroup', 'DeploymentGroupName'],
  ['AWS::CloudWatch::Alarm', 'AlarmName'],
  ['AWS::CloudWatch::Dashboard', 'DashboardName'],
  ['AWS::DynamoDB::Table', 'TableName'],
  ['AWS::Events::Archive', 'ArchiveName'],
  ['AWS::Events::EventBus', 'Name'],
  ['AWS::Events::Rule', 'Name'],
  ['AWS::Lambda::Function', 'FunctionName'],
  ['AWS::Logs::LogGroup', 'LogGroupName'],
  ['AWS::SNS::Topic', 'TopicName'],
  ['AWS::SQS::Queue', 'QueueName'],
  ['AWS::StepFunctions::StateMachine', 'StateMachineName'],
]);

/** The longest name that each service takes. */
const MAX_NAME_LENGTHS = new Map([
  ['AWS::CodeDeploy::Application', 100],
  ['AWS::CodeDeploy::DeploymentGroup', 100],
  ['AWS::CloudWatch::Alarm', 255],
  ['AWS::CloudWatch::Dashboard', 255],
  ['AWS::DynamoDB::Table', 255],
  ['AWS::Events::Archive', 48],
  ['AWS::Events::EventBus', 256],
  ['AWS::Events::Rule', 64],
  ['AWS::Lambda::Function', 64],
  ['AWS::Logs::LogGroup', 512],
  ['AWS::SNS::Topic', 256],
  ['AWS::SQS::Queue', 80],
  ['AWS::StepFunctions::StateMachine', 80],
]);

/** The longest stage is 12 characters, with a hyphen before it: what a name may grow by. */
const MAX_STAGE_ENDING = 13;

function hasFixedName({ type, properties }: SynthesisedResource): boolean {
  const property = NAME_PROPERTIES.get(type);
  return property !== undefined && properties[property] !== undefined;
}

/** Whether a resource waits for another, by way of any others. */
function waitsFor(stack: Synthesised, waiting: string, other: string): boolean {
  const seen = new Set<string>();
  const left = [waiting];
  for (let id = left.pop(); id !== undefined; id = left.pop()) {
    for (const needed of needsOf(stack).get(id) ?? []) {
      if (needed === other) return true;
      if (!seen.has(needed)) left.push(needed);
      seen.add(needed);
    }
  }
  return false;
}

const NEEDS = new WeakMap<Synthesised, ReadonlyMap<string, readonly string[]>>();

/** What each resource of a stack needs to be there first. */
function needsOf(stack: Synthesised): ReadonlyMap<string, readonly string[]> {
  const known = NEEDS.get(stack);
  if (known !== undefined) return known;
  const ids = new Set(stack.resources.map(({ id }) => id));
  const needs = new Map(
    stack.resources.map(({ id, template }) => [
      id,
      referencesIn(template).filter((it) => ids.has(it)),
    ]),
  );
  NEEDS.set(stack, needs);
  return needs;
}

/** The names that a part of a template refers to. */
function referencesIn(part: unknown): readonly string[] {
  if (Array.isArray(part)) return part.flatMap(referencesIn);
  if (!isFields(part)) return [];
  return Object.entries(part).flatMap(([key, value]) => {
    if (key === 'Ref') return [textOf(value)];
    if (key === 'Fn::GetAtt') return [textOf(listOf(value)[0])];
    if (key === 'DependsOn') return asList(value).map(textOf);
    if (key === 'Fn::Sub') {
      const text = textOf(Array.isArray(value) ? value[0] : value);
      return Array.from(text.matchAll(/\$\{(\w+)/g), ([, name = '']) => name);
    }
    return referencesIn(value);
  });
}

export const STACK_RULES: readonly AwsRule[] = [
  {
    rule: 'A resource with a fixed name goes with the deployment that failed to create it.',
    otherwise: 'the next try meets "already exists"',
    source:
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html',
    basis: 'documented',
    check: (stack) =>
      stack.resources.filter(hasFixedName).map(({ id, deletionPolicy }) => ({
        what: id,
        isRight: deletionPolicy !== 'Retain',
      })),
  },
  {
    rule: 'A name leaves room for the longest stage.',
    otherwise: 'the archive of events, for one, takes 48 characters',
    source: reference('AWS::Events::Archive'),
    basis: 'documented',
    check: (stack) =>
      stack.resources.filter(hasFixedName).flatMap(({ id, type, properties }) => {
        const longest = MAX_NAME_LENGTHS.get(type);
        if (longest === undefined) return [];
        const { length } = textOf(properties[NAME_PROPERTIES.get(type) ?? '']);
        return [{ what: id, isRight: length + MAX_STAGE_ENDING <= longest }];
      }),
  },
  {
    rule: 'A stack has at most 500 resources, and a template at most 1 MB.',
    source:
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html',
    basis: 'documented',
    check: ({ resources }) => [
      { what: `${resources.length} resources`, isRight: resources.length <= 500 },
      {
        what: 'the template',
        isRight: bytesOf(resources.map(({ template }) => template)) <= 1_000_000,
      },
    ],
  },
  {
    rule: 'Nothing waits for itself: by reference, by DependsOn, or by the policy of an update.',
    otherwise: '"Circular dependency between resources"',
    source: 'https://github.com/aws/aws-cdk/issues/2231',
    basis: 'reported',
    check: (stack) =>
      stack.resources.map(({ id }) => ({ what: id, isRight: !waitsFor(stack, id, id) })),
  },
  {
    rule: "A role's description has only printable Latin characters.",
    otherwise: '"Member must satisfy regular expression pattern"',
    source: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html',
    basis: 'documented',
    check: each('AWS::IAM::Role', ({ properties }) =>
      /^[\t\n\r\u0020-\u007E\u00A1-\u00FF]{0,1000}$/.test(textOf(properties.Description ?? '')),
    ),
  },
  {
    rule: 'The policies within a role have at most 10,240 characters together.',
    otherwise: '"Maximum policy size of 10240 bytes exceeded for role"',
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html',
    basis: 'documented',
    check: each('AWS::IAM::Role', ({ properties }) => bytesOf(properties.Policies) <= 10_240),
  },
];
