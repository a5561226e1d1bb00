import { at, listOf, textOf } from '../synthesised.js';
import { each, reference, type AwsRule } from './rule.js';
import { numberOf, referenced } from './templates.js';

const STAGE = 'AWS::ApiGatewayV2::Stage';

export const API_RULES: readonly AwsRule[] = [
  {
    rule: 'A stage with route settings is created after all of these routes.',
    ifBroken: '"Unable to find Route by key … within the provided RouteSettings"',
    source: 'https://github.com/aws/serverless-application-model/issues/2479',
    basis: 'reported',
    check: (stack) =>
      stack.ofType(STAGE).flatMap(({ properties, dependsOn }) =>
        Object.keys(properties.RouteSettings ?? {}).map((key) => {
          const route = stack
            .ofType('AWS::ApiGatewayV2::Route')
            .find((one) => textOf(one.properties.RouteKey) === key);
          return { subject: key, isValid: route !== undefined && dependsOn.includes(route.id) };
        }),
      ),
  },
  {
    rule: 'No route has detailed metrics: they cost money for each request, and no alarm reads them.',
    source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html',
    basis: 'documented',
    check: (stack) =>
      stack.ofType(STAGE).flatMap(({ id, properties }) =>
        [properties.DefaultRouteSettings, ...Object.values(properties.RouteSettings ?? {})].map(
          (settings) => ({
            subject: id,
            isValid: at(settings, 'DetailedMetricsEnabled') !== true,
          }),
        ),
      ),
  },
  {
    rule: 'The format of the access log contains the request id.',
    ifBroken: '"Access Log format must contain … $context.requestId"',
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
    rule: 'The limits of a route are within those of an account: 10,000 requests a second, and a burst of 5,000.',
    source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html',
    basis: 'documented',
    check: (stack) =>
      stack.ofType(STAGE).flatMap(({ properties }) =>
        Object.entries(properties.RouteSettings ?? {}).map(([key, settings]) => ({
          subject: key,
          isValid:
            numberOf(at(settings, 'ThrottlingRateLimit')) <= 10_000 &&
            numberOf(at(settings, 'ThrottlingBurstLimit')) <= 5_000,
        })),
      ),
  },
  {
    rule: 'A JWT authorizer has an https issuer, an audience and one identity source.',
    ifBroken: '"Invalid issuer … Issuer must have a valid discovery endpoint"',
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
    rule: 'API Gateway may invoke exactly the function or alias that an integration names.',
    ifBroken: 'the deployment succeeds, but every request gets a 500',
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
        subject: id,
        isValid: permitted.has(referenced(stack, properties.IntegrationUri)?.id),
      }));
    },
  },
];
