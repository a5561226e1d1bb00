/** The environment variables with credentials. Lambda sets them for every function. */
export interface CredentialVariables {
  readonly AWS_ACCESS_KEY_ID?: string | undefined;
  readonly AWS_SECRET_ACCESS_KEY?: string | undefined;
  readonly AWS_SESSION_TOKEN?: string | undefined;
}

/** Credentials that requests are signed with. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/**
 * Returns a provider for a client's `credentials` that reads only the environment. The client then
 * does not load its chain of providers (files, containers, instance metadata), which shortens a cold
 * start. The variables are read when the client needs them, not by this call.
 *
 * Returns `undefined` if the environment has no credentials, as on a developer's machine with a
 * profile. The client then uses its chain.
 *
 * @example
 * createDynamoDbClient({ credentials: environmentCredentials(process.env) });
 */
export function environmentCredentials(
  environment: CredentialVariables,
): (() => Promise<Credentials>) | undefined {
  if (!environment.AWS_ACCESS_KEY_ID || !environment.AWS_SECRET_ACCESS_KEY) return undefined;
  return async () => {
    const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = environment;
    return {
      accessKeyId: AWS_ACCESS_KEY_ID ?? '',
      secretAccessKey: AWS_SECRET_ACCESS_KEY ?? '',
      ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
    };
  };
}
