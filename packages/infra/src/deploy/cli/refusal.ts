import { isDenial, sdkFailureOf } from '../sdk-failure.js';
import { ShipError } from './ship-error.js';

/** Starts a local platform that has tables for the proof to read. */
const START_LOCALLY = 'npm start -- --store dynamodb --data .data';

const RETRY = 'npm run ship -- --proof-only';

/**
 * Explains a failed call of the proof, with the commands to run next.
 *
 * @param endpoint the value of AWS_ENDPOINT_URL; `undefined` for AWS itself.
 */
export function refusalOf(error: unknown, endpoint: string | undefined): ShipError {
  const { name, message } = sdkFailureOf(error) ?? { name: 'Error', message: String(error) };
  const refused = (by: string, next: readonly string[]) =>
    new ShipError(`${by} refused a call of the proof: ${name}: ${message}`, next, { cause: error });
  if (endpoint === undefined) {
    return refused('AWS', [
      'aws sts get-caller-identity',
      ...(isDenial(name)
        ? ['npm run ship -- --print-policy # the permissions that the role needs']
        : []),
      RETRY,
    ]);
  }
  if (message.includes('orders are in memory')) {
    return new ShipError(
      `The platform at ${endpoint} keeps its orders in memory: the proof has no table to read.`,
      [START_LOCALLY, RETRY],
      { cause: error },
    );
  }
  if (/ECONNREFUSED/.test(message)) {
    return new ShipError(`Nothing listens at ${endpoint}.`, [START_LOCALLY, RETRY], {
      cause: error,
    });
  }
  return refused(`The platform at ${endpoint}`, [RETRY]);
}
