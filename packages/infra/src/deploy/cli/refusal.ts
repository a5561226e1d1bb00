import { isDenial, sdkFailureOf } from '../sdk-failure.js';
import { ShipError } from './ship-error.js';

/** What starts a platform on this machine whose tables can be looked into. */
const START_LOCALLY = 'npm start -- --store dynamodb --data .data';

const AGAIN = 'npm run ship -- --proof-only';

/**
 * What it means, and what to type next, where a call of the proof failed.
 *
 * @param endpoint what AWS_ENDPOINT_URL names; `undefined` where AWS itself is called.
 */
export function refusalOf(error: unknown, endpoint: string | undefined): ShipError {
  const { name, message } = sdkFailureOf(error) ?? { name: 'Error', message: String(error) };
  const refused = (by: string, next: readonly string[]) =>
    new ShipError(`${by} refused a call of the proof: ${name}: ${message}`, next, { cause: error });
  if (endpoint === undefined) {
    return refused('AWS', [
      'aws sts get-caller-identity',
      ...(isDenial(name)
        ? ['npm run ship -- --print-policy # what the role has to be allowed']
        : []),
      AGAIN,
    ]);
  }
  if (message.includes('orders are in memory')) {
    return new ShipError(
      `The platform at ${endpoint} keeps its orders in memory: the proof has no table to look into.`,
      [START_LOCALLY, AGAIN],
      { cause: error },
    );
  }
  if (/ECONNREFUSED/.test(message)) {
    return new ShipError(`Nothing listens at ${endpoint}.`, [START_LOCALLY, AGAIN], {
      cause: error,
    });
  }
  return refused(`The platform at ${endpoint}`, [AGAIN]);
}
