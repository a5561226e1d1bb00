import { dynamoDbOrders, dynamoDbPrices } from '../../composition/aws/dynamodb.js';
import { compose } from '../../composition/compose.js';
import { startFunction } from '../../composition/aws/deployed-function.js';
import { orderCreator } from './create-order-creator.js';

const start = startFunction('order-creator');
const priceList = dynamoDbPrices(start).priceList();

/** The deployed function. */
export const handler = orderCreator(
  compose({ ...dynamoDbOrders(start), priceList: () => priceList }),
  start.api(),
);

// The first request of a process connects, and compiles most of the SDK. Lambda gives the start more
// processor than the function has later, so the first customer waits less for it here than in their order.
await priceList.preload();
