/** The variables that hold a process's credentials; Lambda sets them for every function. */
export interface CredentialVariables {
  readonly AWS_ACCESS_KEY_ID?: string | undefined;
  readonly AWS_SECRET_ACCESS_KEY?: string | undefined;
  readonly AWS_SESSION_TOKEN?: string | undefined;
}

/** What a request is signed with. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/**
 * Credentials from the environment and nowhere else, for a client's `credentials`: it then neither
 * loads nor asks the chain of providers (files, containers, instance metadata), which saves time at
 * a cold start. They are read at the first request, not when this is called.
 *
 * Returns `undefined`, so that the client asks its chain, where the environment holds none, as on a
 * developer's machine with a profile.
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
