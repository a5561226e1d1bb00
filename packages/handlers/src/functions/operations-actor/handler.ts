import { startFunction } from '../../composition/aws/deployed-function.js';
import {
  dynamoDbActionLog,
  dynamoDbStockRecords,
  sqsDeadLetterQueues,
} from '../../composition/aws/operations.js';
import { CryptoIdGenerator, SystemClock } from '../../composition/node-adapters.js';
import { platformMap } from '../../composition/platform-map.js';
import { topology } from '../../topology/topology.js';
import { createOperationsActor } from './create-operations-actor.js';

const start = startFunction('operations-actor');

/** The deployed function. It decides nothing by the deadline of approvals. */
export const handler = createOperationsActor({
  ...start.api(),
  map: platformMap(Number(topology.parameters.APPROVAL_DEADLINE_HOURS)),
  ports: {
    clock: new SystemClock(),
    ids: new CryptoIdGenerator(),
    ...dynamoDbStockRecords(start),
    ...dynamoDbActionLog(start),
    ...sqsDeadLetterQueues(start),
  },
});
