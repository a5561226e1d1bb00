import { describe, expect, it } from '@jest/globals';
import { createDynamoDbClient } from '../dynamodb/client.js';
import { createEventBridgeClient } from '../eventbridge/client.js';
import { environmentCredentials } from './environment-credentials.js';

describe('credentials from the environment', () => {
  it('are read at each request, not at creation', async () => {
    const environment = { AWS_ACCESS_KEY_ID: 'old', AWS_SECRET_ACCESS_KEY: 'secret' };
    const credentials = environmentCredentials(environment);

    Object.assign(environment, { AWS_ACCESS_KEY_ID: 'new', AWS_SESSION_TOKEN: 'token' });

    expect(await credentials?.()).toEqual({
      accessKeyId: 'new',
      secretAccessKey: 'secret',
      sessionToken: 'token',
    });
  });

  it('have no session token if the environment has none', async () => {
    const environment = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' };

    expect(await environmentCredentials(environment)?.()).toEqual({
      accessKeyId: 'id',
      secretAccessKey: 'secret',
    });
  });

  it.each([{}, { AWS_ACCESS_KEY_ID: 'id' }, { AWS_SECRET_ACCESS_KEY: 'secret' }])(
    'are left to the client’s own provider chain if they are incomplete: %j',
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

  it('for DynamoDB signs with the given credentials, and sends a request up to three times', async () => {
    const { config } = createDynamoDbClient(options);

    expect(await config.credentials()).toMatchObject({ accessKeyId: 'a', secretAccessKey: 'b' });
    expect(await config.maxAttempts()).toBe(3);
    expect(await config.region()).toBe('eu-central-1');
  });

  it('for EventBridge sends a request once, because the publisher retries', async () => {
    const { config } = createEventBridgeClient(options);

    expect(await config.maxAttempts()).toBe(1);
  });

  it('can have its own number of attempts', async () => {
    const { config } = createDynamoDbClient({ ...options, maxAttempts: 7 });

    expect(await config.maxAttempts()).toBe(7);
  });

  it('needs no options', () => {
    expect(() => [createDynamoDbClient(), createEventBridgeClient()]).not.toThrow();
  });
});
