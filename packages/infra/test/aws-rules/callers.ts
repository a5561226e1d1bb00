import { at, listOf, textOf, type Properties } from '../synthesised.js';
import { each, reference, type AwsRule } from './rule.js';

const POOL = 'AWS::Cognito::UserPool';
const CLIENT = 'AWS::Cognito::UserPoolClient';

/** Minutes of each unit that a token's validity may have. */
const MINUTES = new Map([
  ['seconds', 1 / 60],
  ['minutes', 1],
  ['hours', 60],
  ['days', 1_440],
]);

/** Minutes for which a token lives. */
function validityOf(properties: Properties, token: string): number {
  const unit = textOf(at(properties, 'TokenValidityUnits', `${token}Token`));
  return Number(properties[`${token}TokenValidity`]) * (MINUTES.get(unit) ?? Number.NaN);
}

export const CALLER_RULES: readonly AwsRule[] = [
  {
    rule: 'A client of the user pool signs in by no page of Cognito, or by code alone: never by the implicit flow, nor to https://example.com.',
    otherwise: 'CDK adds both where nothing is said',
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
    rule: 'A user pool names the plan that its features need: Lite, for these.',
    otherwise: 'Essentials, at $0.015 instead of $0.0055 for each user and month',
    source:
      'https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-sign-in-feature-plans.html',
    basis: 'documented',
    check: each(POOL, ({ properties }) => properties.UserPoolTier === 'LITE'),
  },
  {
    rule: 'A user pool of the plan Lite uses no feature of a higher one.',
    otherwise: 'FeatureUnavailableInTierException',
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
    rule: 'A user pool that sends by SES names an identity that SES can have verified: the domain of the sender, in the same region.',
    otherwise: '"Email address is not verified"; without SES, 50 mails a day',
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
    rule: 'A refresh token lives for longer than the tokens that it refreshes.',
    otherwise:
      '"Access and Id Token expiration times must be less than or equal to refresh token expiration times."',
    source: reference(CLIENT),
    basis: 'documented',
    check: each(CLIENT, ({ properties }) => {
      const minutes = (token: string) => validityOf(properties, token);
      return minutes('Refresh') > minutes('Access') && minutes('Refresh') > minutes('Id');
    }),
  },
  {
    rule: 'Access and identity tokens live for 5 minutes to a day, refresh tokens for an hour to 10 years.',
    otherwise: '"Invalid range for token validity"',
    source: reference(CLIENT),
    basis: 'documented',
    check: each(CLIENT, ({ properties }) =>
      [
        ['Access', 5, 1_440],
        ['Id', 5, 1_440],
        ['Refresh', 60, 5_256_000],
      ].every(([token, least, most]) => {
        const minutes = validityOf(properties, String(token));
        return minutes >= Number(least) && minutes <= Number(most);
      }),
    ),
  },
  {
    rule: 'An address that has to be verified before it is changed is one that is verified at all.',
    otherwise:
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
