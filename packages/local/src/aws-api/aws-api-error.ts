/** An error response of an AWS service. The caller's SDK throws an error of this type. */
export class AwsApiError extends Error {
  readonly code = 'AWS_CALL_REFUSED';
  override readonly name = 'AwsApiError';

  constructor(
    /** The name of the error at AWS, such as `ResourceNotFoundException`. */
    readonly type: string,
    message: string,
    /** The name of the error in the older query protocol, which some clients still use. */
    readonly queryName: string = type,
  ) {
    super(message);
  }
}
