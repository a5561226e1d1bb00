import { describe, expect, it } from '@jest/globals';
import { createDynamoDbClient } from '../dynamodb/client.js';
import { createEventBridgeClient } from '../eventbridge/client.js';
import { environmentCredentials } from './environment-credentials.js';

describe('credentials from the environment', () => {
  it('are read when they are asked for, not when they are set up', async () => {
    const environment = { AWS_ACCESS_KEY_ID: 'old', AWS_SECRET_ACCESS_KEY: 'secret' };
    const credentials = environmentCredentials(environment);

    Object.assign(environment, { AWS_ACCESS_KEY_ID: 'new', AWS_SESSION_TOKEN: 'token' });

    expect(await credentials?.()).toEqual({
      accessKeyId: 'new',
      secretAccessKey: 'secret',
      sessionToken: 'token',
    });
  });

  it('have no session token where the environment has none', async () => {
    const environment = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' };

    expect(await environmentCredentials(environment)?.()).toEqual({
      accessKeyId: 'id',
      secretAccessKey: 'secret',
    });
  });

  it.each([{}, { AWS_ACCESS_KEY_ID: 'id' }, { AWS_SECRET_ACCESS_KEY: 'secret' }])(
    'are left to the client’s own chain where they are not complete: %j',
    (environment) => {
      expect(environmentCredentials(environment)).toBeUndefined();
    },
  );
});

describe('a client', () => {
  const options = {
    endpoint: 'http://127.0.0.1:1',
    region: 'eu-central-1',
    credentials: environmentCredentials({ AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' }),
  };

  it('of DynamoDB signs with the credentials it was given, and tries three times', async () => {
    const { config } = createDynamoDbClient(options);

    expect(await config.credentials()).toMatchObject({ accessKeyId: 'a', secretAccessKey: 'b' });
    expect(await config.maxAttempts()).toBe(3);
    expect(await config.region()).toBe('eu-central-1');
  });

  it('of EventBridge tries once, because the publisher repeats', async () => {
    const { config } = createEventBridgeClient(options);

    expect(await config.maxAttempts()).toBe(1);
  });

  it('can be told its own bounds', async () => {
    const { config } = createDynamoDbClient({ ...options, maxAttempts: 7 });

    expect(await config.maxAttempts()).toBe(7);
  });

  it('needs nothing to be made', () => {
    expect(() => [createDynamoDbClient(), createEventBridgeClient()]).not.toThrow();
  });
});
