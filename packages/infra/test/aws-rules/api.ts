import { at, listOf, textOf } from '../synthesised.js';
import { each, reference, type AwsRule } from './rule.js';
import { numberOf, referenced } from './templates.js';

const STAGE = 'AWS::ApiGatewayV2::Stage';

export const API_RULES: readonly AwsRule[] = [
  {
    rule: 'A stage with parameters of routes is created after all of these routes.',
    otherwise: '"Unable to find Route by key … within the provided RouteSettings"',
    source: 'https://github.com/aws/serverless-application-model/issues/2479',
    basis: 'reported',
    check: (stack) =>
      stack.ofType(STAGE).flatMap(({ properties, dependsOn }) =>
        Object.keys(properties.RouteSettings ?? {}).map((key) => {
          const route = stack
            .ofType('AWS::ApiGatewayV2::Route')
            .find((one) => textOf(one.properties.RouteKey) === key);
          return { what: key, isRight: route !== undefined && dependsOn.includes(route.id) };
        }),
      ),
  },
  {
    rule: 'No route has detailed metrics, which cost by request and which no alarm reads.',
    source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html',
    basis: 'documented',
    check: (stack) =>
      stack.ofType(STAGE).flatMap(({ id, properties }) =>
        [properties.DefaultRouteSettings, ...Object.values(properties.RouteSettings ?? {})].map(
          (parameters) => ({
            what: id,
            isRight: at(parameters, 'DetailedMetricsEnabled') !== true,
          }),
        ),
      ),
  },
  {
    rule: 'The format of access logs has the request id in it.',
    otherwise: '"Access Log format must contain … $context.requestId"',
    source:
      'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html',
    basis: 'documented',
    check: each(STAGE, ({ properties }) =>
      /\$context\.(requestId|extendedRequestId)\b/.test(
        textOf(at(properties, 'AccessLogSettings', 'Format')),
      ),
    ),
  },
  {
    rule: 'Routes take at most what an account does: 10,000 requests a second, 5,000 at once.',
    source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html',
    basis: 'documented',
    check: (stack) =>
      stack.ofType(STAGE).flatMap(({ properties }) =>
        Object.entries(properties.RouteSettings ?? {}).map(([key, parameters]) => ({
          what: key,
          isRight:
            numberOf(at(parameters, 'ThrottlingRateLimit')) <= 10_000 &&
            numberOf(at(parameters, 'ThrottlingBurstLimit')) <= 5_000,
        })),
      ),
  },
  {
    rule: 'An authorizer of tokens has an issuer by https and an audience.',
    otherwise: '"Invalid issuer … Issuer must have a valid discovery endpoint"',
    source: reference('AWS::ApiGatewayV2::Authorizer'),
    basis: 'documented',
    check: each(
      'AWS::ApiGatewayV2::Authorizer',
      ({ properties }) =>
        textOf(at(properties, 'JwtConfiguration', 'Issuer')).startsWith('https://') &&
        listOf(at(properties, 'JwtConfiguration', 'Audience')).length > 0 &&
        listOf(properties.IdentitySource).length === 1,
    ),
  },
  {
    rule: 'API Gateway may invoke exactly what an integration names: the alias, where it names one.',
    otherwise: 'every request ends in a 500, though the deployment succeeds',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-aliases.html',
    basis: 'documented',
    check: (stack) => {
      const permitted = new Set(
        stack
          .ofType('AWS::Lambda::Permission')
          .filter(({ properties }) => properties.Principal === 'apigateway.amazonaws.com')
          .map(({ properties }) => referenced(stack, properties.FunctionName)?.id),
      );
      return stack.ofType('AWS::ApiGatewayV2::Integration').map(({ id, properties }) => ({
        what: id,
        isRight: permitted.has(referenced(stack, properties.IntegrationUri)?.id),
      }));
    },
  },
];
