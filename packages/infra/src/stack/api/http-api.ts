import { Duration, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  CfnStage,
  CorsHttpMethod,
  HttpApi as GatewayApi,
  HttpMethod,
  HttpStage,
  LogGroupLogDestination,
  type CorsPreflightOptions,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUserPoolAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { throttleOf, topology } from '@snacks/handlers';
import { Construct } from 'constructs';

import type { CallerDirectory } from './caller-directory.js';
import type { DataProtection } from '../storage/data-protection.js';
import { nameIn } from '../../names.js';
import type { OrderFunctions } from '../compute/order-functions.js';
import type { DeploymentParameters } from '../../parameters.js';

export interface HttpApiProps {
  readonly parameters: DeploymentParameters;
  /** Encrypts instead of a key that AWS owns. */
  readonly key: IKey | undefined;
  readonly protection: DataProtection;
  readonly functions: OrderFunctions;
  /** The callers of the API. Without them, the API is open to every caller. */
  readonly callers?: CallerDirectory | undefined;
}

/**
 * The fields of the access log. They contain no customer input and no address. A 403 has the subject of
 * the rejected caller: the user pool's random id. A 401 has the error of the authorizer, because its
 * caller is unknown. The function's own log records have its request id.
 */
const ACCESS_LOG = {
  requestId: '$context.requestId',
  functionRequestId: '$context.integration.requestId',
  time: '$context.requestTime',
  method: '$context.httpMethod',
  route: '$context.routeKey',
  status: '$context.status',
  subject: '$context.authorizer.claims.sub',
  authorizerError: '$context.authorizer.error',
  error: '$context.error.message',
  responseBytes: '$context.responseLength',
  latencyMs: '$context.responseLatency',
  integrationLatencyMs: '$context.integrationLatency',
  integrationError: '$context.integrationErrorMessage',
};

/** The HTTP API, with the topology's routes. Each route invokes its function. */
export class HttpApi extends Construct {
  readonly api: GatewayApi;
  readonly stage: HttpStage;

  constructor(scope: Construct, id: string, props: HttpApiProps) {
    super(scope, id);
    const { parameters, key, protection, functions, callers } = props;
    const apiName = nameIn(parameters.stage, 'serverless-snacks');
    this.api = new GatewayApi(this, 'Api', {
      apiName,
      description: 'Orders of snacks',
      createDefaultStage: false,
      ...(parameters.corsOrigins.length > 0 && { corsPreflight: corsOf(parameters.corsOrigins) }),
    });
    const accessLogs = new LogGroup(this, 'AccessLogs', {
      // The prefix keeps the resource policy of CloudWatch Logs small: it is limited in size.
      logGroupName: `/aws/vendedlogs/http-api/${apiName}`,
      ...(key !== undefined && { encryptionKey: key }),
      retention: parameters.logRetentionDays,
      removalPolicy: protection.removalPolicy,
    });
    this.stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      accessLogSettings: {
        destination: new LogGroupLogDestination(accessLogs),
        format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
      },
    });
    throttleRoutes(this.stage, parameters.apiRate);
    if (callers === undefined) {
      Validations.of(this.api).acknowledge({
        id: 'AwsSolutions::AwsSolutions-APIG4',
        reason:
          'The parameter of the stage makes it open: every caller who knows its URL may order.',
      });
    }
    const authorizer =
      callers &&
      new HttpUserPoolAuthorizer('Callers', callers.pool, { userPoolClients: [callers.client] });
    for (const { method, path, function: name, callers: allowed } of topology.api.routes) {
      const routes = this.api.addRoutes({
        path,
        methods: [HttpMethod[method]],
        integration: new HttpLambdaIntegration(`${method}${path}`, functions.alias(name)),
        ...(authorizer !== undefined && allowed !== 'anyone' && { authorizer }),
      });
      if (allowed === 'anyone') {
        for (const route of routes) {
          Validations.of(route).acknowledge({
            id: 'AwsSolutions::AwsSolutions-APIG4',
            reason: 'The topology makes the route public.',
          });
        }
      }
      // API Gateway rejects a stage with settings of a route that does not exist yet.
      this.stage.node.addDependency(...routes);
    }
  }

  /** The URL of the API, such as `https://abc.execute-api.eu-central-1.amazonaws.com`. */
  get url(): string {
    return this.api.apiEndpoint;
  }
}

/**
 * Sets the rate limit of each route. CDK's constructs have no property for it.
 *
 * @throws {Error} if CDK does not create the stage as an AWS::ApiGatewayV2::Stage.
 */
function throttleRoutes(stage: HttpStage, apiRate: number): void {
  const resource = stage.node.defaultChild;
  if (!(resource instanceof CfnStage))
    throw new Error('The stage is not an AWS::ApiGatewayV2::Stage.');
  resource.routeSettings = Object.fromEntries(
    topology.api.routes.map((route) => {
      const { ratePerSecond, burst } = throttleOf(route, apiRate);
      const limits = { ThrottlingRateLimit: ratePerSecond, ThrottlingBurstLimit: burst };
      return [`${route.method} ${route.path}`, limits];
    }),
  );
}

/** A token is sent in a header, so no page needs the credentials that a browser adds. */
function corsOf(origins: readonly string[]): CorsPreflightOptions {
  const { requestHeaders, responseHeaders, maxAgeSeconds } = topology.api.cors;
  const methods = new Set(topology.api.routes.map(({ method }) => CorsHttpMethod[method]));
  return {
    allowOrigins: [...origins],
    allowMethods: [...methods],
    allowHeaders: [...requestHeaders],
    exposeHeaders: [...responseHeaders],
    maxAge: Duration.seconds(maxAgeSeconds),
    allowCredentials: false,
  };
}
