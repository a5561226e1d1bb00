import { isFields, RequestInvalidError } from '@snacks/domain';
import { FUNCTION_NAMES, type FunctionName } from '@snacks/handlers';

/** The ports that faults can be injected into. */
export const FAULTY_PORTS = [
  'orders',
  'publisher',
  'deadLetters',
  'inventory',
  'payments',
  'notifications',
  'approvalTasks',
  'approvalWorkflow',
  'approvers',
  'eventQueue',
  'eventRecords',
  'catalogue',
] as const;

export type FaultyPort = (typeof FAULTY_PORTS)[number];

export const FAULT_KINDS = ['slow', 'refuse', 'lose response', 'crash'] as const;

/**
 * - `slow`: the call waits first.
 * - `refuse`: it fails without effect.
 * - `lose response`: it takes effect, then fails.
 * - `crash`: the function stops after its first change through a port; the rest of the invocation has no effect.
 */
export type FaultKind = (typeof FAULT_KINDS)[number];

/** A fault that the calls of a port, or the invocations of a function, meet. */
export interface Fault {
  readonly target: FaultyPort | FunctionName;
  readonly fault: FaultKind;
  /** How many per cent of the calls meet it: 1 to 100. */
  readonly percent: number;
  /** How long a slow call waits. */
  readonly milliseconds?: number;
}

const MAX_FAULTS = 100;
const MAX_DELAY = 60_000;
const DEFAULT_DELAY = 1_000;
const FIELDS = ['target', 'fault', 'percent', 'milliseconds'];

/**
 * Reads the body of a request that sets faults.
 *
 * @throws {RequestInvalidError} with the index of the first fault that is wrong, and what is valid.
 */
export function readFaults(body: unknown): readonly Fault[] {
  const faults: unknown = isFields(body) ? body.faults : undefined;
  if (!Array.isArray(faults) || faults.length > MAX_FAULTS) {
    throw invalid('faults', `must be a list of at most ${MAX_FAULTS} faults`);
  }
  return faults.map((fault: unknown, n) => readFault(fault, `faults[${n}]`));
}

function readFault(given: unknown, path: string): Fault {
  if (!isFields(given)) throw invalid(path, 'must be an object');
  const unknown = Object.keys(given).find((name) => !FIELDS.includes(name));
  if (unknown !== undefined) throw invalid(path, `may have only ${FIELDS.join(', ')}`);
  const port = FAULTY_PORTS.find((one) => one === given.target);
  const target = port ?? FUNCTION_NAMES.find((one) => one === given.target);
  if (target === undefined) {
    const valid = [...FAULTY_PORTS, ...FUNCTION_NAMES].join(', ');
    throw invalid(`${path}.target`, `must be a port or a function: ${valid}`);
  }
  const kinds = FAULT_KINDS.filter((kind) => kind !== 'crash' || port === undefined);
  const fault = kinds.find((kind) => kind === given.fault);
  if (fault === undefined) throw invalid(`${path}.fault`, `must be one of ${kinds.join(', ')}`);
  const percent = whole(given.percent ?? 100, 100);
  if (percent === undefined)
    throw invalid(`${path}.percent`, 'must be a whole number from 1 to 100');
  if (fault !== 'slow') {
    if (given.milliseconds === undefined) return { target, fault, percent };
    throw invalid(`${path}.milliseconds`, 'is for slow calls only: leave it out');
  }
  const milliseconds = whole(given.milliseconds ?? DEFAULT_DELAY, MAX_DELAY);
  if (milliseconds !== undefined) return { target, fault, percent, milliseconds };
  throw invalid(`${path}.milliseconds`, `must be a whole number from 1 to ${MAX_DELAY}`);
}

function whole(value: unknown, max: number): number | undefined {
  const isValid =
    typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= max;
  return isValid ? value : undefined;
}

function invalid(field: string, message: string): RequestInvalidError {
  return new RequestInvalidError([{ field, code: 'FAULT_INVALID', message }]);
}
