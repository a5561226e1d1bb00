import { isFields } from '../../src/deploy/fields.js';
import { listOf, textOf, type Synthesised, type SynthesisedResource } from '../synthesised.js';
import { each, reference, type AwsRule } from './rule.js';
import { asList, bytesOf } from './templates.js';

/** The property with the name of a resource. CloudFormation names the other types. */
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

/** The longest name that each service accepts. */
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

/** Characters of the longest suffix of a name: a hyphen and a stage of 12 characters. */
const MAX_STAGE_SUFFIX = 13;

function hasFixedName({ type, properties }: SynthesisedResource): boolean {
  const property = NAME_PROPERTIES.get(type);
  return property !== undefined && properties[property] !== undefined;
}

/** Whether a resource depends on another, directly or through others. */
function dependsOn(stack: Synthesised, dependent: string, other: string): boolean {
  const seen = new Set<string>();
  const pending = [dependent];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    for (const dependency of dependenciesOf(stack).get(id) ?? []) {
      if (dependency === other) return true;
      if (!seen.has(dependency)) pending.push(dependency);
      seen.add(dependency);
    }
  }
  return false;
}

const DEPENDENCIES = new WeakMap<Synthesised, ReadonlyMap<string, readonly string[]>>();

/** The direct dependencies of each resource, by ids. */
function dependenciesOf(stack: Synthesised): ReadonlyMap<string, readonly string[]> {
  const known = DEPENDENCIES.get(stack);
  if (known !== undefined) return known;
  const ids = new Set(stack.resources.map(({ id }) => id));
  const dependencies = new Map(
    stack.resources.map(({ id, template }) => [
      id,
      referencesIn(template).filter((it) => ids.has(it)),
    ]),
  );
  DEPENDENCIES.set(stack, dependencies);
  return dependencies;
}

/** The ids that a part of a template refers to. */
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
    rule: 'A resource with a fixed name is deleted when the deployment that creates it fails.',
    ifBroken: 'the next deployment fails: "already exists"',
    source:
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html',
    basis: 'documented',
    check: (stack) =>
      stack.resources.filter(hasFixedName).map(({ id, deletionPolicy }) => ({
        subject: id,
        isValid: deletionPolicy !== 'Retain',
      })),
  },
  {
    rule: 'A name is short enough to have the longest stage as a suffix.',
    ifBroken:
      'the service rejects the name: an archive of events, for example, has at most 48 characters',
    source: reference('AWS::Events::Archive'),
    basis: 'documented',
    check: (stack) =>
      stack.resources.filter(hasFixedName).flatMap(({ id, type, properties }) => {
        const longest = MAX_NAME_LENGTHS.get(type);
        if (longest === undefined) return [];
        const { length } = textOf(properties[NAME_PROPERTIES.get(type) ?? '']);
        return [{ subject: id, isValid: length + MAX_STAGE_SUFFIX <= longest }];
      }),
  },
  {
    rule: 'A stack has at most 500 resources, and a template at most 1 MB.',
    source:
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html',
    basis: 'documented',
    check: ({ resources }) => [
      { subject: `${resources.length} resources`, isValid: resources.length <= 500 },
      {
        subject: 'the template',
        isValid: bytesOf(resources.map(({ template }) => template)) <= 1_000_000,
      },
    ],
  },
  {
    rule: 'No resource depends on itself through references, DependsOn or an update policy.',
    ifBroken: '"Circular dependency between resources"',
    source: 'https://github.com/aws/aws-cdk/issues/2231',
    basis: 'reported',
    check: (stack) =>
      stack.resources.map(({ id }) => ({ subject: id, isValid: !dependsOn(stack, id, id) })),
  },
  {
    rule: 'The description of a role has only printable Latin characters.',
    ifBroken: '"Member must satisfy regular expression pattern"',
    source: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html',
    basis: 'documented',
    check: each('AWS::IAM::Role', ({ properties }) =>
      /^[\t\n\r\u0020-\u007E\u00A1-\u00FF]{0,1000}$/.test(textOf(properties.Description ?? '')),
    ),
  },
  {
    rule: 'The inline policies of a role have at most 10,240 characters together.',
    ifBroken: '"Maximum policy size of 10240 bytes exceeded for role"',
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html',
    basis: 'documented',
    check: each('AWS::IAM::Role', ({ properties }) => bytesOf(properties.Policies) <= 10_240),
  },
];
