import { CfnParameter } from 'aws-cdk-lib';
import { Construct } from 'constructs';

import { CURSOR_KEY } from '../../names.js';

/**
 * The secret that signs the cursors of listings: a parameter of the template that CloudFormation never
 * shows. `npm run ship` generates it for the first deployment, and CloudFormation keeps its value in
 * later ones. A new value only invalidates the cursors that clients hold.
 */
export class CursorKey extends Construct {
  /** CloudFormation resolves it at the deployment. The template contains a reference, not the secret. */
  readonly value: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const parameter = new CfnParameter(this, 'Parameter', {
      type: 'String',
      noEcho: true,
      minLength: 32,
      allowedPattern: '[0-9A-Za-z]+',
      constraintDescription: 'at least 32 random letters and digits: openssl rand -hex 32',
      description: 'Signs the cursors of listings. npm run ship generates it once.',
    });
    parameter.overrideLogicalId(CURSOR_KEY);
    this.value = parameter.valueAsString;
  }
}
