/** The account id in every ARN of this machine. */
export const ACCOUNT = '000000000000';

/** The ARN of a queue of this machine. */
export function queueArn(name: string): string {
  return `arn:aws:sqs:local:${ACCOUNT}:${name}`;
}

/** Returns the name in an ARN, in the URL of a queue, or in a bare name: its last part. */
export function nameIn(reference: string): string {
  return reference.split(/[:/]/).at(-1) ?? reference;
}
