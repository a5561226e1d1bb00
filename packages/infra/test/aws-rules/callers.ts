import { at, listOf, textOf } from '../synthesised.js';
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
    otherwise: '"… is not available in the LITE tier"',
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
    otherwise: '"Invalid range for token validity"',
    source: reference(CLIENT),
    basis: 'documented',
    check: each(CLIENT, ({ properties }) => {
      const minutes = (token: string) =>
        Number(properties[`${token}TokenValidity`]) *
        (MINUTES.get(textOf(at(properties, 'TokenValidityUnits', `${token}Token`))) ?? Number.NaN);
      return minutes('Refresh') > minutes('Access') && minutes('Refresh') > minutes('Id');
    }),
  },
];
