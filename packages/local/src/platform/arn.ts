/** The account of everything on this machine. */
export const ACCOUNT = '000000000000';

/** The ARN of a queue of this machine. */
export function queueArn(name: string): string {
  return `arn:aws:sqs:local:${ACCOUNT}:${name}`;
}

/** The last part of an ARN, or of a URL of a queue, or a bare name: what the thing is called. */
export function nameIn(reference: string): string {
  return reference.split(/[:/]/).at(-1) ?? reference;
}
