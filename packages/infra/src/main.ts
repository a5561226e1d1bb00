import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';

import { nameIn } from './names.js';
import { ServerlessSnacksStack } from './serverless-snacks-stack.js';
import { readSettings, SettingsError, type Context, type Settings } from './settings.js';

/** The parameters, or the end of the process: whoever typed them wants no stack trace. */
function settingsOf(context: Context): Settings {
  try {
    return readSettings(context);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

const app = new App();
const settings = settingsOf(app.node.getAllContext());
new ServerlessSnacksStack(app, nameIn(settings.stage, 'ServerlessSnacksStack'), { settings });
Validations.of(app).addPlugins(new AwsSolutionsChecks());
