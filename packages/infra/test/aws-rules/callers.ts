import { at, listOf, textOf, type Properties } from '../synthesised.js';
import { each, reference, type AwsRule } from './rule.js';

const POOL = 'AWS::Cognito::UserPool';
const CLIENT = 'AWS::Cognito::UserPoolClient';

/** The minutes of each unit of a token's validity. */
const MINUTES = new Map([
  ['seconds', 1 / 60],
  ['minutes', 1],
  ['hours', 60],
  ['days', 1_440],
]);

/** The validity of a token, in minutes. */
function validityOf(properties: Properties, token: string): number {
  const unit = textOf(at(properties, 'TokenValidityUnits', `${token}Token`));
  return Number(properties[`${token}TokenValidity`]) * (MINUTES.get(unit) ?? Number.NaN);
}

export const CALLER_RULES: readonly AwsRule[] = [
  {
    rule: 'A client of the user pool has no OAuth flow, or only the code flow: no implicit flow, and no redirect to https://example.com.',
    ifBroken: 'CDK adds both by default',
    source:
      'https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_cognito.OAuthSettings.html',
    basis: 'reported',
    check: each(CLIENT, ({ properties }) => {
      const flows = listOf(properties.AllowedOAuthFlows);
      const pages = listOf(properties.CallbackURLs).map(textOf);
      return (
        flows.every((flow) => flow === 'code') &&
        (flows.length === 0) === (properties.AllowedOAuthFlowsUserPoolClient !== true) &&
        pages.every((page) => !page.includes('example.com'))
      );
    }),
  },
  {
    rule: 'A user pool sets the plan that its features need: Lite.',
    ifBroken:
      'the default plan is Essentials, at $0.015 instead of $0.0055 for each user and month',
    source:
      'https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-sign-in-feature-plans.html',
    basis: 'documented',
    check: each(POOL, ({ properties }) => properties.UserPoolTier === 'LITE'),
  },
  {
    rule: 'A user pool with the plan Lite uses no feature of a higher plan.',
    ifBroken: 'FeatureUnavailableInTierException',
    source:
      'https://docs.aws.amazon.com/cognito/latest/developerguide/feature-plans-features-lite.html',
    basis: 'documented',
    check: each(
      POOL,
      ({ properties }) =>
        at(properties, 'Policies', 'SignInPolicy') === undefined &&
        at(properties, 'Policies', 'PasswordPolicy', 'PasswordHistorySize') === undefined &&
        [undefined, 'OFF'].includes(
          at(properties, 'UserPoolAddOns', 'AdvancedSecurityMode') === undefined
            ? undefined
            : textOf(at(properties, 'UserPoolAddOns', 'AdvancedSecurityMode')),
        ) &&
        listOf(properties.EnabledMfas).every((factor) => factor === 'SOFTWARE_TOKEN_MFA'),
    ),
  },
  {
    rule: 'A user pool that sends email through SES uses an identity that SES can verify: the domain of the sender, in the same region.',
    ifBroken: '"Email address is not verified"; without SES, 50 emails a day',
    source: 'https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-email.html',
    basis: 'documented',
    check: each(POOL, ({ properties }) => {
      const email = properties.EmailConfiguration;
      if (at(email, 'EmailSendingAccount') !== 'DEVELOPER') return true;
      const domain = textOf(at(email, 'From')).split('@').at(-1);
      return textOf(at(email, 'SourceArn')).endsWith(
        `:ses:<AWS::Region>:<AWS::AccountId>:identity/${domain}`,
      );
    }),
  },
  {
    rule: 'A refresh token is valid for longer than the tokens that it refreshes.',
    ifBroken:
      '"Access and Id Token expiration times must be less than or equal to refresh token expiration times."',
    source: reference(CLIENT),
    basis: 'documented',
    check: each(CLIENT, ({ properties }) => {
      const minutes = (token: string) => validityOf(properties, token);
      return minutes('Refresh') > minutes('Access') && minutes('Refresh') > minutes('Id');
    }),
  },
  {
    rule: 'Access and identity tokens are valid for 5 minutes to 1 day, refresh tokens for 1 hour to 10 years.',
    ifBroken: '"Invalid range for token validity"',
    source: reference(CLIENT),
    basis: 'documented',
    check: each(CLIENT, ({ properties }) =>
      [
        ['Access', 5, 1_440],
        ['Id', 5, 1_440],
        ['Refresh', 60, 5_256_000],
      ].every(([token, min, max]) => {
        const minutes = validityOf(properties, String(token));
        return minutes >= Number(min) && minutes <= Number(max);
      }),
    ),
  },
  {
    rule: 'An attribute that requires verification before a change is also verified at sign-up.',
    ifBroken:
      '"All attributes in AttributesRequireVerificationBeforeUpdate must exist in AutoVerifiedAttributes"',
    source: reference(POOL),
    basis: 'documented',
    check: each(POOL, ({ properties }) => {
      const verified = listOf(properties.AutoVerifiedAttributes);
      return listOf(
        at(properties, 'UserAttributeUpdateSettings', 'AttributesRequireVerificationBeforeUpdate'),
      ).every((one) => verified.includes(one));
    }),
  },
];
