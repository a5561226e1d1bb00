import { dynamoDbCatalogue } from '../../composition/aws/dynamodb.js';
import { compose } from '../../composition/compose.js';
import { startFunction } from '../../composition/aws/deployed-function.js';
import { catalogueEditor } from './create-catalogue-editor.js';

const start = startFunction('catalogue-editor');

/** The deployed function. */
export const handler = catalogueEditor(compose(dynamoDbCatalogue(start)), start.api());
