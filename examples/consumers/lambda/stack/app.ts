import { App } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { ReceiptArchiveStack } from './receipt-archive-stack.js';

const app = new App();
const stage: unknown = app.node.tryGetContext('stage');
const suffix = typeof stage === 'string' && stage !== 'dev' ? `-${stage}` : '';

new ReceiptArchiveStack(app, `ReceiptArchive${suffix}`, {
  busName: `serverless-snacks-orders${suffix}`,
  code: Code.fromAsset('bundle'),
});
