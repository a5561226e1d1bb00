import { topology } from '@snacks/handlers';
import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import {
  AccountRecovery,
  Mfa,
  UserPool,
  UserPoolGroup,
  type UserPoolClient,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';

import { constructId, nameIn } from './names.js';
import type { Settings } from './settings.js';

export interface CallerDirectoryProps {
  readonly settings: Settings;
}

/** Who may call the API: people sign up as customers; an operator puts them into further groups. */
export class CallerDirectory extends Construct {
  readonly pool: UserPool;
  readonly client: UserPoolClient;

  constructor(scope: Construct, id: string, { settings }: CallerDirectoryProps) {
    super(scope, id);
    this.pool = new UserPool(this, 'Pool', {
      userPoolName: nameIn(settings.stage, 'serverless-snacks'),
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
      deletionProtection: settings.retainData,
      removalPolicy: settings.retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    Validations.of(this.pool).acknowledge(
      {
        id: 'AwsSolutions::AwsSolutions-COG2',
        reason: 'Customers choose for themselves whether to use a second factor.',
      },
      {
        id: 'AwsSolutions::AwsSolutions-COG3',
        reason:
          'Threat protection is part of a plan that costs by user: a decision of the operator.',
      },
      {
        id: 'AwsSolutions::AwsSolutions-COG8',
        reason: 'The plus plan costs by user: a decision of the operator.',
      },
    );
    const { givenRoles, groupRoles } = topology.api.authorization;
    for (const groupName of [...givenRoles, ...groupRoles]) {
      new UserPoolGroup(this, constructId(groupName), { userPool: this.pool, groupName });
    }
    this.client = this.pool.addClient('Client', {
      authFlows: { userSrp: true },
      accessTokenValidity: Duration.hours(1),
      idTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.days(30),
      enableTokenRevocation: true,
      preventUserExistenceErrors: true,
    });
  }
}
