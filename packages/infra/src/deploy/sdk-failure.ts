/** The failure of a call by the AWS SDK. */
export interface SdkFailure {
  /** The error's name, from AWS or from the SDK. */
  readonly name: string;
  /** In one line. */
  readonly message: string;
}

/** Errors that the SDK throws without a response of a service. */
const WITHOUT_RESPONSE = /ProviderError$|^TimeoutError$|^NoRegion|^Region is missing/;

/** The failure behind an error of the AWS SDK; `undefined` for every other error. */
export function sdkFailureOf(error: unknown): SdkFailure | undefined {
  if (!(error instanceof Error)) return undefined;
  const { name, message } = error;
  // The SDK adds $metadata to the errors of services and of connections.
  const isOfSdk =
    '$metadata' in error || WITHOUT_RESPONSE.test(name) || WITHOUT_RESPONSE.test(message);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const text = message.replaceAll(/\s+/g, ' ').trim();
  return isOfSdk ? { name, message: text === '' ? code : text } : undefined;
}

/** Whether an error of this name means that the caller has no permission. */
export function isDenial(name: string): boolean {
  return /AccessDenied|Unauthorized|NotAuthorized|^Forbidden/.test(name);
}
