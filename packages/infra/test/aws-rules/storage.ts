import { at, listOf, textOf } from '../synthesised.js';
import { each, reference, type AwsRule } from './rule.js';
import { asList, statementsOf } from './templates.js';

const TABLE = 'AWS::DynamoDB::Table';
const KEY = 'AWS::KMS::Key';

/** The actions that CloudWatch Logs needs on a key, according to its guide. */
const LOGS_ACTIONS = [
  'kms:Encrypt*',
  'kms:Decrypt*',
  'kms:ReEncrypt*',
  'kms:GenerateDataKey*',
  'kms:Describe*',
];

function principals(statement: unknown): string[] {
  return asList(at(statement, 'Principal', 'Service')).map(textOf);
}

export const STORAGE_RULES: readonly AwsRule[] = [
  {
    rule: 'Deletion protection is off at the first deployment, so that tables and user pools can be rolled back.',
    ifBroken:
      '"Resource cannot be deleted as it is currently protected against deletion", ROLLBACK_FAILED',
    source:
      'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithTables.Basics.html',
    basis: 'documented',
    check: (stack) =>
      [
        ...stack
          .ofType(TABLE)
          .map(({ id, properties }) => [id, properties.DeletionProtectionEnabled] as const),
        ...stack
          .ofType('AWS::Cognito::UserPool')
          .map(({ id, properties }) => [id, properties.DeletionProtection] as const),
      ].map(([subject, value]) => {
        // If a parameter switches it on, the last value of Fn::If is the initial one.
        const initial = listOf(at(value, 'Fn::If')).at(-1) ?? value ?? false;
        return { subject, isValid: initial === false || initial === 'INACTIVE' };
      }),
  },
  {
    rule: 'A table defines exactly the attributes of its keys.',
    ifBroken:
      '"Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions"',
    source: reference(TABLE),
    basis: 'documented',
    check: each(TABLE, ({ properties }) => {
      const schemas = [
        properties.KeySchema,
        ...listOf(properties.GlobalSecondaryIndexes).map((index) => at(index, 'KeySchema')),
      ];
      const keys = new Set(schemas.flatMap(listOf).map((key) => textOf(at(key, 'AttributeName'))));
      const defined = listOf(properties.AttributeDefinitions).map((one) =>
        textOf(at(one, 'AttributeName')),
      );
      return defined.length === keys.size && defined.every((name) => keys.has(name));
    }),
  },
  {
    rule: 'A table has at most 20 global secondary indexes.',
    source: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html',
    basis: 'documented',
    check: each(TABLE, ({ properties }) => listOf(properties.GlobalSecondaryIndexes).length <= 20),
  },
  {
    rule: 'The policy of the key lets CloudWatch Logs of the region use the key, for log groups only.',
    ifBroken:
      '"The specified KMS Key Id could not be found or … not allowed to be used with log group"',
    source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html',
    basis: 'documented',
    check: each(KEY, ({ properties }) =>
      statementsOf(properties.KeyPolicy).some(
        (statement) =>
          principals(statement).includes('logs.<AWS::Region>.amazonaws.com') &&
          LOGS_ACTIONS.every((action) => asList(at(statement, 'Action')).includes(action)) &&
          textOf(
            at(statement, 'Condition', 'ArnLike', 'kms:EncryptionContext:aws:logs:arn'),
          ).includes(':log-group:'),
      ),
    ),
  },
  {
    rule: 'The policy of the key lets CloudWatch, Budgets and Cost Anomaly Detection use the key, for the alarm topic.',
    ifBroken: 'the deployment succeeds, but no alarm notification arrives',
    source: 'https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html',
    basis: 'documented',
    check: each(KEY, ({ properties }) => {
      const allowed = new Set(
        statementsOf(properties.KeyPolicy)
          .filter((statement) =>
            ['kms:Decrypt', 'kms:GenerateDataKey'].every((action) =>
              asList(at(statement, 'Action')).some((one) =>
                [action, `${action}*`].includes(textOf(one)),
              ),
            ),
          )
          .flatMap(principals),
      );
      return ['cloudwatch', 'budgets', 'costalerts'].every((service) =>
        allowed.has(`${service}.amazonaws.com`),
      );
    }),
  },
  {
    rule: 'The account itself may administer a key, and a deletion of the key waits 7 to 30 days.',
    ifBroken: '"The new key policy will not allow you to update the key policy in the future"',
    source: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html',
    basis: 'documented',
    check: each(
      KEY,
      ({ properties }) =>
        statementsOf(properties.KeyPolicy).some(
          (statement) =>
            textOf(at(statement, 'Principal', 'AWS')).endsWith(':root') &&
            asList(at(statement, 'Action')).includes('kms:*'),
        ) &&
        Number(properties.PendingWindowInDays) >= 7 &&
        Number(properties.PendingWindowInDays) <= 30,
    ),
  },
];
