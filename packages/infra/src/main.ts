import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';

import { nameIn } from './names.js';
import { ServerlessSnacksStack } from './stack/serverless-snacks-stack.js';
import {
  readParameters,
  ParametersError,
  type Context,
  type DeploymentParameters,
} from './parameters.js';

/** Reads the parameters. Exits without a stack trace if they are invalid. */
function readParametersOrExit(context: Context): DeploymentParameters {
  try {
    return readParameters(context);
  } catch (error) {
    if (!(error instanceof ParametersError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

const app = new App();
const parameters = readParametersOrExit(app.node.getAllContext());
new ServerlessSnacksStack(app, nameIn(parameters.stage, 'ServerlessSnacksStack'), { parameters });
Validations.of(app).addPlugins(new AwsSolutionsChecks());
