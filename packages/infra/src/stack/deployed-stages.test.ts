import { describe, expect, it } from '@jest/globals';

import { at, synthesised } from '../../test/synthesised.js';

const prod = synthesised('prod');

/**
 * Properties that must not change after the first deployment. AWS rejects such an update, or replaces
 * the table: docs/operations.md describes the manual steps.
 */
describe('in a deployed stage', () => {
  it.each([
    [
      'AWS::Lambda::EventSourceMapping', // a new id creates a second mapping of the same source: "already exists"
      [
        'EventSourcesApprovalDecisions73276685',
        'EventSourcesEventIngestion292040DE',
        'EventSourcesOrderApprovalC2A9D461',
        'EventSourcesOrderMetrics855FC8E4',
        'EventSourcesOrderNotifications8F5E80FC',
        'EventSourcesOrderProcessingBDA88DAE',
        'EventSourcesStream36957C13',
      ],
    ],
    [
      'AWS::DynamoDB::Table',
      [
        'StoreApprovalTasks6A74ABCD',
        'StoreCatalogue538ABC94',
        'StoreEventRecordsF402BFA6',
        'StoreOperatorActionsFF97B18D',
        'StoreOrders2EE5737F',
        'StorePaymentsEEFC200A',
        'StoreStock5EEE6CDA',
      ],
    ],
    ['AWS::KMS::Key', ['EncryptionKey514CDF8F']],
    ['AWS::Cognito::UserPool', ['CallersPoolE608ED17']],
  ])('each %s keeps its logical id', (type, ids) => {
    const found = prod.ofType(type).map(({ id }) => id);

    expect(found.sort()).toEqual(ids);
  });

  it('callers still sign in with their email address', () => {
    const [pool] = prod.ofType('AWS::Cognito::UserPool');

    expect(pool?.properties).toMatchObject({
      UsernameAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
    });
    expect(pool?.properties.AliasAttributes).toBeUndefined();
  });

  it('the stream of orders still has new and old images', () => {
    const views = prod
      .ofType('AWS::DynamoDB::Table')
      .map(({ properties }) => at(properties, 'StreamSpecification', 'StreamViewType'));

    expect(views.filter((view) => view !== undefined)).toEqual(['NEW_AND_OLD_IMAGES']);
  });
});
