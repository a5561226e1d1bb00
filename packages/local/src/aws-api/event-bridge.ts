import {
  EventPatternInvalidError,
  queueTarget,
  type EventEntry,
  type EventPattern,
  type InMemoryEventBus,
  type PutOutcome,
} from '@snacks/adapters-memory';
import { nestingOf, topology } from '@snacks/handlers';

import { ACCOUNT, nameIn, queueArn } from '../platform/arn.js';
import { MAX_JSON_DEPTH, readJson } from '../json/read-json.js';
import { AwsApiError } from './aws-api-error.js';
import type { Operations } from './operation.js';
import type { Parameters } from './parameters.js';
import type { ServedQueues } from './sqs/served-queues.js';

/** A rule that a caller created. It exists until it is deleted or the process ends. */
interface TemporaryRule {
  readonly pattern: EventPattern;
  /** The targets' ARNs by their ids. */
  readonly targets: ReadonlyMap<string, string>;
}

const RULE_NAME = /^[.\-_A-Za-z0-9]{1,64}$/;
const MAX_PUT = 10;

/** The operations on the bus and its rules. A temporary rule can have only queues as targets. */
export function eventBridgeOperations(bus: InMemoryEventBus, queues: ServedQueues): Operations {
  const temporary = new Map<string, TemporaryRule>();

  function replace(name: string, rule: TemporaryRule): void {
    const targets = [...rule.targets.values()].map((arn) => queueTarget(queues.get(arn)));
    bus.removeRule(name);
    bus.addRule({ name, pattern: rule.pattern, targets });
    temporary.set(name, rule);
  }

  function temporaryRule(name: string): TemporaryRule {
    const rule = temporary.get(name);
    if (rule !== undefined) return rule;
    if (bus.ruleNames.includes(name)) {
      throw new AwsApiError(
        'ManagedRuleException',
        `${name} is a rule of the topology. It cannot be changed here.`,
      );
    }
    throw new AwsApiError('ResourceNotFoundException', `There is no rule ${name} on ${bus.name}.`);
  }

  return {
    PutEvents: {
      parameters: ['Entries'],
      run: (parameters) => putEvents(parameters, bus),
    },
    ListRules: {
      parameters: ['EventBusName', 'NamePrefix', 'Limit'],
      run: (parameters) => {
        assertBus(parameters, bus);
        const prefix = parameters.optionalText('NamePrefix') ?? '';
        const patterns = new Map<string, unknown>(
          [...Object.entries(topology.rules), ...temporary].map(([name, { pattern }]) => [
            name,
            pattern,
          ]),
        );
        const names = bus.ruleNames.filter((name) => name.startsWith(prefix));
        return {
          Rules: names.map((name) => ({
            Name: name,
            Arn: ruleArn(name, bus),
            EventPattern: JSON.stringify(patterns.get(name)),
            State: 'ENABLED',
            EventBusName: bus.name,
          })),
        };
      },
    },
    PutRule: {
      parameters: ['Name', 'EventBusName', 'EventPattern', 'Description', 'Tags'],
      run: (parameters) => {
        assertBus(parameters, bus);
        const name = parameters.text('Name');
        if (!RULE_NAME.test(name)) {
          throw invalid('Name must be 1 to 64 letters, digits, dots, hyphens and underscores.');
        }
        const existing = bus.ruleNames.includes(name) ? temporaryRule(name) : undefined;
        const pattern = readPattern(parameters.text('EventPattern'));
        try {
          replace(name, { pattern, targets: existing?.targets ?? new Map() });
        } catch (error) {
          if (!(error instanceof EventPatternInvalidError)) throw error;
          throw new AwsApiError('InvalidEventPatternException', error.message);
        }
        return { RuleArn: ruleArn(name, bus) };
      },
    },
    PutTargets: {
      parameters: ['Rule', 'EventBusName', 'Targets'],
      run: (parameters) => {
        assertBus(parameters, bus);
        const name = parameters.text('Rule');
        const { pattern, targets } = temporaryRule(name);
        const added = parameters.structures('Targets', ['Id', 'Arn']).map((target) => {
          const arn = target.text('Arn');
          if (arn !== queueArn(nameIn(arn)))
            throw invalid(`${arn} is not a queue of this machine.`);
          return [target.text('Id'), arn] as const;
        });
        replace(name, { pattern, targets: new Map([...targets, ...added]) });
        return { FailedEntryCount: 0, FailedEntries: [] };
      },
    },
    RemoveTargets: {
      parameters: ['Rule', 'EventBusName', 'Ids', 'Force'],
      run: (parameters) => {
        assertBus(parameters, bus);
        const name = parameters.text('Rule');
        const { pattern, targets } = temporaryRule(name);
        const removed = parameters.texts('Ids');
        const remaining = [...targets].filter(([id]) => !removed.includes(id));
        replace(name, { pattern, targets: new Map(remaining) });
        return { FailedEntryCount: 0, FailedEntries: [] };
      },
    },
    DeleteRule: {
      parameters: ['Name', 'EventBusName', 'Force'],
      run: (parameters) => {
        assertBus(parameters, bus);
        const name = parameters.text('Name');
        if (temporaryRule(name).targets.size > 0) {
          throw invalid("Rule can't be deleted since it has targets.");
        }
        bus.removeRule(name);
        temporary.delete(name);
        return {};
      },
    },
  };
}

function putEvents(parameters: Parameters, bus: InMemoryEventBus): object {
  const entries = parameters
    .structures('Entries', ['Source', 'DetailType', 'Detail', 'EventBusName', 'Time', 'Resources'])
    .map((entry): EventEntry => {
      assertBus(entry, bus);
      return {
        source: entry.text('Source'),
        detailType: entry.text('DetailType'),
        detail: readDetail(entry.text('Detail')),
      };
    });
  if (entries.length < 1 || entries.length > MAX_PUT) {
    throw invalid(`Entries must be 1 to ${MAX_PUT}.`);
  }
  const outcomes = bus.put(entries);
  return {
    FailedEntryCount: outcomes.filter((outcome) => 'errorCode' in outcome).length,
    Entries: outcomes.map(toResultEntry),
  };
}

/** EventBridge's errors for the entries that the bus rejects. */
const REJECTIONS = {
  ENTRY_TOO_LARGE: {
    ErrorCode: 'ValidationException',
    ErrorMessage: 'The entry is larger than 1 MiB.',
  },
  INVALID_ARGUMENT: {
    ErrorCode: 'InvalidArgument',
    ErrorMessage: 'Source and DetailType must not be empty.',
  },
  MALFORMED_DETAIL: { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' },
} as const;

function toResultEntry(outcome: PutOutcome): object {
  if ('id' in outcome) return { EventId: outcome.id };
  return REJECTIONS[outcome.errorCode];
}

/** There is one bus. On AWS, the default bus would accept such events without any effect. */
function assertBus(parameters: Parameters, bus: InMemoryEventBus): void {
  const name = nameIn(parameters.optionalText('EventBusName') ?? 'default');
  if (name !== bus.name) {
    throw new AwsApiError(
      'ResourceNotFoundException',
      `There is no bus ${name}. The only bus is ${bus.name}.`,
    );
  }
}

function ruleArn(name: string, bus: InMemoryEventBus): string {
  return `arn:aws:events:local:${ACCOUNT}:rule/${bus.name}/${name}`;
}

/** Returns `undefined` for invalid JSON: the bus rejects only that entry. */
function readDetail(text: string): unknown {
  if (nestingOf(text) > MAX_JSON_DEPTH) {
    throw invalid(`Detail must have a nesting depth of at most ${MAX_JSON_DEPTH}.`);
  }
  return readJson(text);
}

function readPattern(text: string): EventPattern {
  try {
    if (nestingOf(text) > MAX_JSON_DEPTH) throw new RangeError('too deep');
    const pattern: EventPattern = JSON.parse(text); // the bus validates it
    return pattern;
  } catch {
    throw new AwsApiError(
      'InvalidEventPatternException',
      `EventPattern must be JSON with a nesting depth of at most ${MAX_JSON_DEPTH}.`,
    );
  }
}

function invalid(message: string): AwsApiError {
  return new AwsApiError('ValidationException', message);
}
