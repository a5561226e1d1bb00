import { dynamoDbCatalogue } from '../../composition/aws/dynamodb.js';
import { compose } from '../../composition/compose.js';
import { startFunction } from '../../composition/aws/deployed-function.js';
import { catalogueReader } from './create-catalogue-reader.js';

const start = startFunction('catalogue-reader');

/** The deployed function. */
export const handler = catalogueReader(compose(dynamoDbCatalogue(start)), start.api());
