import { describe, expect, it } from '@jest/globals';

import { at, synthesised } from '../../test/synthesised.js';

const prod = synthesised('prod');

/**
 * What a stage that is deployed cannot take. A change here is an update that AWS refuses, or one that
 * makes a table anew: docs/operations.md says how it is done by hand.
 */
describe('in a stage that is deployed', () => {
  it.each([
    [
      'AWS::Lambda::EventSourceMapping', // another id is another mapping of the same: "already exists"
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
        'StoreEventRecordsF402BFA6',
        'StoreOrders2EE5737F',
        'StorePaymentsEEFC200A',
        'StoreStock5EEE6CDA',
      ],
    ],
    ['AWS::KMS::Key', ['EncryptionKey514CDF8F']],
    ['AWS::Cognito::UserPool', ['CallersPoolE608ED17']],
  ])('each %s keeps its id', (type, ids) => {
    const found = prod.ofType(type).map(({ id }) => id);

    expect(found.sort()).toEqual(ids);
  });

  it('callers keep signing in by their address', () => {
    const [pool] = prod.ofType('AWS::Cognito::UserPool');

    expect(pool?.properties).toMatchObject({
      UsernameAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
    });
    expect(pool?.properties.AliasAttributes).toBeUndefined();
  });

  it('the stream of orders keeps its images', () => {
    const views = prod
      .ofType('AWS::DynamoDB::Table')
      .map(({ properties }) => at(properties, 'StreamSpecification', 'StreamViewType'));

    expect(views.filter((view) => view !== undefined)).toEqual(['NEW_AND_OLD_IMAGES']);
  });
});
