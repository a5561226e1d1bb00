import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { topology } from '@snacks/handlers';

import { at, listOf, synthesised, textOf } from '../../../test/synthesised.js';

const open = synthesised('dev');
const guarded = synthesised('jwt');

const accessLog: object = JSON.parse(
  textOf(
    at(guarded.ofType('AWS::ApiGatewayV2::Stage'), 0, 'properties', 'AccessLogSettings', 'Format'),
  ),
);

const routesOf = (stack: typeof open) =>
  stack.ofType('AWS::ApiGatewayV2::Route').map(({ properties }) => properties);

function authOf(stack: typeof open): string[] {
  const values = stack
    .ofType('AWS::Lambda::Function')
    .map(({ properties }) => at(properties, 'Environment', 'Variables', 'AUTH'));
  return [...new Set(values.flatMap((value) => (value === undefined ? [] : [textOf(value)])))];
}

describe('the HTTP API', () => {
  it('limits each route to the rate that the topology sets', () => {
    const routeSettings = at(
      open.ofType('AWS::ApiGatewayV2::Stage'),
      0,
      'properties',
      'RouteSettings',
    );

    expect(routeSettings).toEqual(
      Object.fromEntries(
        topology.api.routes.map(({ method, path, throttle }) => [
          `${method} ${path}`,
          {
            ThrottlingRateLimit: throttle.ratePerSecond,
            ThrottlingBurstLimit: throttle.burst,
          },
        ]),
      ),
    );
  });

  it('rejects calls from pages of another origin, unless a parameter names the origin', () => {
    const cors = (stack: typeof open) =>
      at(stack.ofType('AWS::ApiGatewayV2::Api'), 0, 'properties', 'CorsConfiguration');

    expect(cors(open)).toBeUndefined();
    expect(cors(guarded)).toMatchObject({
      AllowOrigins: ['https://a.example', 'https://b.example'],
      AllowCredentials: false,
      AllowHeaders: topology.api.cors.requestHeaders,
      ExposeHeaders: topology.api.cors.responseHeaders,
    });
  });

  it('has no authorizer in an open stage, whose functions have AUTH=open', () => {
    expect(routesOf(open).map(({ AuthorizationType }) => AuthorizationType)).not.toContain('JWT');
    expect(open.ofType('AWS::Cognito::UserPool')).toEqual([]);
    expect(authOf(open)).toEqual(['open']);
  });

  it('requires a token of the user pool on every route of a stage with JWT, except the public ones', () => {
    const [authorizer] = guarded.ofType('AWS::ApiGatewayV2::Authorizer');
    const client = guarded.ofType('AWS::Cognito::UserPoolClient')[0]?.id;
    const pool = guarded.ofType('AWS::Cognito::UserPool')[0]?.id;

    const keys = topology.api.routes.flatMap(({ method, path, callers: allowed }) =>
      allowed === 'anyone' ? [`${method} ${path}`] : [],
    );
    const isPublic = ({ RouteKey }: { readonly RouteKey?: unknown }) =>
      keys.includes(textOf(RouteKey));
    expect(routesOf(guarded)).toHaveLength(topology.api.routes.length);
    expect(keys).toEqual(['GET /snacks']);
    for (const { AuthorizationType } of routesOf(guarded).filter(isPublic)) {
      expect(AuthorizationType).toBe('NONE');
    }
    for (const route of routesOf(guarded).filter((one) => !isPublic(one))) {
      expect(route.AuthorizationType).toBe('JWT');
      expect(textOf(route.AuthorizerId)).toBe(`<${authorizer?.id}>`);
    }
    const jwt = at(authorizer, 'properties', 'JwtConfiguration');
    expect(listOf(at(jwt, 'Audience')).map(textOf)).toEqual([`<${client}>`]);
    expect(textOf(at(jwt, 'Issuer'))).toContain(`<${pool}>`);
    expect(authOf(guarded)).toEqual(['jwt']);
  });

  it('logs which caller was rejected and why, without an address', () => {
    expect(accessLog).toMatchObject({
      requestId: '$context.requestId',
      functionRequestId: '$context.integration.requestId',
      route: '$context.routeKey',
      status: '$context.status',
      subject: '$context.authorizer.claims.sub',
      authorizerError: '$context.authorizer.error',
      error: '$context.error.message',
    });
    expect(JSON.stringify(accessLog)).not.toMatch(/identity|claims\.(?!sub")|userAgent|path"/i);
  });

  it('logs every field that the runbook reads from the access log', () => {
    const runbook = readFileSync(
      new URL('../../../../../docs/runbook.md', import.meta.url),
      'utf8',
    );
    const blocks = runbook.matchAll(/^ *```sh\n([^]*?)^ *```$/gm);
    const commands = Array.from(blocks, ([block]) => block)
      .filter((one) => one.includes('/aws/vendedlogs/http-api/'))
      .join('\n');
    const fields = [
      ...commands.matchAll(/\$\.(\w+)/g),
      ...commands.matchAll(/(?:filter|by|avg\() ?(\w+)/g),
    ].map(([, field]) => field);

    expect(fields.length).toBeGreaterThan(4);
    expect(Object.keys(accessLog)).toEqual(expect.arrayContaining(fields));
  });

  it('has a user pool with strong passwords, an optional second factor and groups', () => {
    const { givenRoles, groupRoles } = topology.api.authorization;
    const groups = guarded
      .ofType('AWS::Cognito::UserPoolGroup')
      .map(({ properties }) => textOf(properties.GroupName));

    expect(guarded.ofType('AWS::Cognito::UserPool')[0]?.properties).toMatchObject({
      MfaConfiguration: 'OPTIONAL',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
      Policies: {
        PasswordPolicy: {
          MinimumLength: 12,
          RequireLowercase: true,
          RequireUppercase: true,
          RequireNumbers: true,
          RequireSymbols: true,
        },
      },
    });
    expect(groups.sort()).toEqual([...givenRoles, ...groupRoles].sort());
    expect(guarded.outputs).toEqual(expect.arrayContaining(['UserPoolId', 'UserPoolClientId']));
  });
});
