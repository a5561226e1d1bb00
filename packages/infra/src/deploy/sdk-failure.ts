/** A call of an AWS SDK that failed. */
export interface SdkFailure {
  /** As AWS, or the SDK, names the error. */
  readonly name: string;
  /** In one line. */
  readonly message: string;
}

/** What the SDK throws where no service has answered. */
const WITHOUT_RESPONSE = /ProviderError$|^TimeoutError$|^NoRegion|^Region is missing/;

/** What a call of an AWS SDK failed by; `undefined` where an error comes from somewhere else. */
export function sdkFailureOf(error: unknown): SdkFailure | undefined {
  if (!(error instanceof Error)) return undefined;
  const { name, message } = error;
  // The SDK puts $metadata on the errors of services and of connections alike.
  const isOfSdk =
    '$metadata' in error || WITHOUT_RESPONSE.test(name) || WITHOUT_RESPONSE.test(message);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const text = message.replaceAll(/\s+/g, ' ').trim();
  return isOfSdk ? { name, message: text === '' ? code : text } : undefined;
}

/** Whether an error of this name says that the caller may not do what it asked for. */
export function isDenial(name: string): boolean {
  return /AccessDenied|Unauthorized|NotAuthorized|^Forbidden/.test(name);
}
