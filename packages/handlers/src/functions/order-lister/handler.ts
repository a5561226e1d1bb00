import { compose } from '../../composition/container.js';
import { dynamoDbOrders } from '../../composition/aws/dynamodb-orders.js';
import { startUp } from '../../composition/start-up.js';
import { TOKENS } from '../../composition/tokens.js';
import { createOrderLister } from './create-order-lister.js';
import { CursorSigner } from './cursor-signer.js';

const { environment, logger, adapters } = startUp('order-lister');
const composition = compose({
  ...adapters,
  orders: () => dynamoDbOrders(environment.value('ORDERS_TABLE_NAME'), logger),
});

/** The deployed function. */
export const handler = createOrderLister({
  listOrders: composition.get(TOKENS.listOrders),
  cursors: new CursorSigner(environment.value('CURSOR_KEY')),
  logger,
  authentication: environment.authentication(),
});
