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
import { topology } from '@snacks/handlers';
import { Construct } from 'constructs';

import type { CallerDirectory } from './caller-directory.js';
import type { DataProtection } from '../storage/data-protection.js';
import { nameIn } from '../../names.js';
import type { OrderFunctions } from '../compute/order-functions.js';
import type { DeploymentParameters } from '../../parameters.js';

export interface HttpApiProps {
  readonly parameters: DeploymentParameters;
  readonly key: IKey;
  readonly protection: DataProtection;
  readonly functions: OrderFunctions;
  /** Who may call; where it is left out, everybody may. */
  readonly callers?: CallerDirectory | undefined;
}

/**
 * What is logged of a request: nothing that a customer typed, and no address of theirs. Who was
 * refused, a 403 tells by the subject, which is the user pool's random id; a 401, whose caller nobody
 * knows, tells what the authorizer found wrong. The function's own records have its request id.
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

/** The API: the topology's routes, each to its function. */
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
      // API Gateway's rights to groups of this prefix stand in a policy that does not grow.
      logGroupName: `/aws/vendedlogs/http-api/${apiName}`,
      encryptionKey: key,
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
    throttleRoutes(this.stage);
    if (callers === undefined) {
      Validations.of(this.api).acknowledge({
        id: 'AwsSolutions::AwsSolutions-APIG4',
        reason: 'The stage is open by its parameter: whoever knows its address may order.',
      });
    }
    const authorizer =
      callers &&
      new HttpUserPoolAuthorizer('Callers', callers.pool, { userPoolClients: [callers.client] });
    for (const { method, path, function: name } of topology.api.routes) {
      const routes = this.api.addRoutes({
        path,
        methods: [HttpMethod[method]],
        integration: new HttpLambdaIntegration(`${method}${path}`, functions.alias(name)),
        ...(authorizer !== undefined && { authorizer }),
      });
      // A stage with parameters of a route that is not there yet is refused.
      this.stage.node.addDependency(...routes);
    }
  }

  /** Where the API is reached, such as `https://abc.execute-api.eu-central-1.amazonaws.com`. */
  get url(): string {
    return this.api.apiEndpoint;
  }
}

/**
 * Sets how often each route may be called, which no construct of CDK does.
 *
 * @throws {Error} where CDK makes something else of a stage than CloudFormation's resource.
 */
function throttleRoutes(stage: HttpStage): void {
  const resource = stage.node.defaultChild;
  if (!(resource instanceof CfnStage))
    throw new Error('The stage is not an AWS::ApiGatewayV2::Stage.');
  resource.routeSettings = Object.fromEntries(
    topology.api.routes.map(({ method, path, throttle }) => [
      `${method} ${path}`,
      {
        ThrottlingRateLimit: throttle.ratePerSecond,
        ThrottlingBurstLimit: throttle.burst,
      },
    ]),
  );
}

/** Tokens travel in a header, so no page needs the credentials that a browser would add. */
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
