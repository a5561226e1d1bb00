/** What the AWS side returns to a call that it refuses: the caller's SDK throws it under this type. */
export class AwsApiError extends Error {
  readonly code = 'AWS_CALL_REFUSED';
  override readonly name = 'AwsApiError';

  constructor(
    /** As AWS names the error, such as `ResourceNotFoundException`. */
    readonly type: string,
    message: string,
    /** The error's older name, which clients that grew up with the query protocol look for. */
    readonly queryName: string = type,
  ) {
    super(message);
  }
}
