import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  HttpApi as GatewayApi,
  HttpMethod,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { topology } from '@snacks/handlers';
import { Construct } from 'constructs';

import { nameIn } from './names.js';
import type { OrderFunctions } from './order-functions.js';
import type { Settings } from './settings.js';

export interface HttpApiProps {
  readonly settings: Settings;
  readonly key: IKey;
  readonly functions: OrderFunctions;
}

/** Requests a second that the API takes from all callers together, and at once. */
const THROTTLE = { rateLimit: 200, burstLimit: 400 };

/** What is logged of a request: nothing that a customer typed, and no address of theirs. */
const ACCESS_LOG = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  method: '$context.httpMethod',
  route: '$context.routeKey',
  status: '$context.status',
  responseBytes: '$context.responseLength',
  latencyMs: '$context.responseLatency',
  integrationLatencyMs: '$context.integrationLatency',
  integrationError: '$context.integrationErrorMessage',
};

/** The API: the topology's routes, each to its function. */
export class HttpApi extends Construct {
  readonly api: GatewayApi;
  readonly stage: HttpStage;

  constructor(scope: Construct, id: string, { settings, key, functions }: HttpApiProps) {
    super(scope, id);
    const apiName = nameIn(settings.stage, 'serverless-snacks');
    this.api = new GatewayApi(this, 'Api', {
      apiName,
      description: 'Orders of snacks',
      createDefaultStage: false,
    });
    const accessLogs = new LogGroup(this, 'AccessLogs', {
      logGroupName: `/aws/http-api/${apiName}`,
      encryptionKey: key,
      retention: settings.logRetentionDays,
      removalPolicy: settings.retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      detailedMetricsEnabled: true,
      throttle: THROTTLE,
      accessLogSettings: {
        destination: new LogGroupLogDestination(accessLogs),
        format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
      },
    });
    Validations.of(this.api).acknowledge({
      id: 'AwsSolutions::AwsSolutions-APIG4',
      reason: 'The stage is open: whoever knows its address may order.',
    });
    for (const { method, path, function: name } of topology.api.routes) {
      this.api.addRoutes({
        path,
        methods: [HttpMethod[method]],
        integration: new HttpLambdaIntegration(`${method}${path}`, functions.function(name)),
      });
    }
  }

  /** Where the API is reached, such as `https://abc.execute-api.eu-central-1.amazonaws.com`. */
  get url(): string {
    return this.api.apiEndpoint;
  }
}
