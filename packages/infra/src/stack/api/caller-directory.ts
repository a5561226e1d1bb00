import { topology } from '@snacks/handlers';
import { Duration, Stack, Token, Validations } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnUserPool,
  FeaturePlan,
  Mfa,
  UserPool,
  UserPoolEmail,
  UserPoolGroup,
  type UserPoolClient,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';

import type { DataProtection } from '../storage/data-protection.js';
import { constructId, nameIn } from '../../names.js';
import type { DeploymentParameters } from '../../parameters.js';

export interface CallerDirectoryProps {
  readonly parameters: DeploymentParameters;
  readonly protection: DataProtection;
}

/** The callers of the API. Customers sign up themselves. An operator adds callers to further groups. */
export class CallerDirectory extends Construct {
  readonly pool: UserPool;
  readonly client: UserPoolClient;

  constructor(scope: Construct, id: string, { parameters, protection }: CallerDirectoryProps) {
    super(scope, id);
    const { senderEmail } = parameters;
    this.pool = new UserPool(this, 'Pool', {
      userPoolName: nameIn(parameters.stage, 'serverless-snacks'),
      featurePlan: FeaturePlan.LITE, // the cheapest plan has all features that are used below
      ...(senderEmail !== undefined && {
        email: UserPoolEmail.withSES({
          fromEmail: senderEmail,
          sesVerifiedDomain: senderEmail.slice(senderEmail.lastIndexOf('@') + 1),
          sesRegion: Stack.of(this).region,
        }),
      }),
      selfSignUpEnabled: true,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      autoVerify: { email: true },
      keepOriginal: { email: true },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      mfa: Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(1),
      },
      removalPolicy: protection.removalPolicy,
    });
    protectFromDeletion(this.pool, protection);
    Validations.of(this.pool).acknowledge(
      {
        id: 'AwsSolutions::AwsSolutions-COG2',
        reason: 'Customers choose whether to use a second factor.',
      },
      {
        id: 'AwsSolutions::AwsSolutions-COG3',
        reason:
          'Threat protection needs the Plus plan, which is priced by user. The operator decides.',
      },
      {
        id: 'AwsSolutions::AwsSolutions-COG8',
        reason: 'The Plus plan is priced by user. The operator decides.',
      },
    );
    const { givenRoles, groupRoles } = topology.api.authorization;
    for (const groupName of [...givenRoles, ...groupRoles]) {
      new UserPoolGroup(this, constructId(groupName), { userPool: this.pool, groupName });
    }
    this.client = this.pool.addClient('Client', {
      authFlows: { userSrp: true },
      disableOAuth: true, // no caller signs in on Cognito's hosted page
      accessTokenValidity: Duration.hours(1),
      idTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.days(30),
      enableTokenRevocation: true,
      preventUserExistenceErrors: true,
    });
  }
}

/** @throws {Error} if CDK does not create the pool as an AWS::Cognito::UserPool. */
function protectFromDeletion(pool: UserPool, protection: DataProtection): void {
  const resource = pool.node.defaultChild;
  if (!(resource instanceof CfnUserPool))
    throw new Error('The pool is not an AWS::Cognito::UserPool.');
  resource.deletionProtection = Token.asString(protection.whereProtected('ACTIVE', 'INACTIVE'));
}
