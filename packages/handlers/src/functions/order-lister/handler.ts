import { dynamoDbOrders } from '../../composition/aws/dynamodb.js';
import { compose } from '../../composition/compose.js';
import { startFunction } from '../../composition/aws/deployed-function.js';
import { CursorSigner } from './cursor-signer.js';
import { orderLister } from './create-order-lister.js';

const start = startFunction('order-lister');

/** The deployed function. */
export const handler = orderLister(compose(dynamoDbOrders(start)), {
  ...start.api(),
  cursors: new CursorSigner(start.environment.value('CURSOR_KEY')),
});
