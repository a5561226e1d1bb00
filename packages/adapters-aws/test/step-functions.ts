import type { SFNClient } from '@aws-sdk/client-sfn';
import { isFields } from '@snacks/domain';
import type { ClientOptions } from '../src/client/settings.js';
import { createStepFunctionsClient } from '../src/step-functions/client.js';
import { replyJson, startAwsStub, type AwsStub } from './aws-stub.js';

/** The state machine of the stub. */
export const STATE_MACHINE_ARN = 'arn:aws:states:eu-central-1:123456789012:stateMachine:approval';

/** A request as received. */
export interface WireRequest {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

type Status = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

interface Execution {
  status: Status;
  readonly input: unknown;
  waits: number;
}

/**
 * A stub of Step Functions: executions of one machine that waits for one token. A fault is the name of
 * an error; `silent` means no response.
 */
export interface StepFunctionsStub extends AwsStub<SFNClient, string> {
  readonly requests: readonly WireRequest[];
  readonly end: (name: string, status: Status) => void;
  readonly tokenOf: (name: string) => string;
  readonly waitsOf: (name: string) => number;
}

/** An error response of Step Functions. */
class Refusal {
  constructor(readonly type: string) {}
}

type Input = WireRequest['input'];

/** Executions that wait for one token, and succeed when it is sent. */
class Machine {
  private readonly executions = new Map<string, Execution>();

  handle({ operation, input }: WireRequest): unknown {
    switch (operation) {
      case 'StartExecution':
        return this.start(String(input.name), input);
      case 'DescribeExecution':
        return { status: this.byArn(input)?.status, startDate: 1 };
      case 'RedriveExecution':
        return this.redrive(this.byArn(input));
      case 'SendTaskSuccess':
        return this.succeed(input.taskToken);
      default:
        return new Refusal('UnknownOperationException');
    }
  }

  end(name: string, status: Status): void {
    const known = this.executions.get(name);
    if (known !== undefined) known.status = status;
  }

  tokenOf(name: string): string {
    return `${name} ${this.waitsOf(name)}`;
  }

  waitsOf(name: string): number {
    return this.executions.get(name)?.waits ?? 0;
  }

  private byArn({ executionArn }: Input): Execution | undefined {
    return this.executions.get(String(executionArn).split(':').at(-1) ?? '');
  }

  private start(name: string, { input }: Input): unknown {
    const known = this.executions.get(name);
    if (known !== undefined && (known.status !== 'RUNNING' || known.input !== input)) {
      return new Refusal('ExecutionAlreadyExists');
    }
    this.executions.set(name, known ?? { status: 'RUNNING', input, waits: 1 });
    return { executionArn: `…:${name}`, startDate: 1 };
  }

  private redrive(known: Execution | undefined): unknown {
    if (known === undefined || known.status === 'RUNNING' || known.status === 'SUCCEEDED') {
      return new Refusal('ExecutionNotRedrivable');
    }
    known.status = 'RUNNING';
    known.waits += 1;
    return { redriveDate: 1 };
  }

  private succeed(token: unknown): unknown {
    for (const [name, execution] of this.executions) {
      if (execution.status !== 'RUNNING' || this.tokenOf(name) !== token) continue;
      execution.status = 'SUCCEEDED';
      return {};
    }
    return new Refusal('TaskDoesNotExist');
  }
}

/** Starts a stub without executions. */
export async function startStepFunctions(options: ClientOptions = {}): Promise<StepFunctionsStub> {
  const requests: WireRequest[] = [];
  const machine = new Machine();
  const stub = await startAwsStub<SFNClient, string>(
    createStepFunctionsClient,
    options,
    ({ request, body, fault, response }) => {
      const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
      const input: unknown = JSON.parse(body);
      const wire = { operation, input: isFields(input) ? input : {} };
      requests.push(wire);
      if (fault === 'silent') return;
      const outcome = fault === undefined ? machine.handle(wire) : new Refusal(fault);
      if (outcome instanceof Refusal) replyJson(response, 400, { __type: outcome.type });
      else replyJson(response, 200, outcome);
    },
  );
  return {
    ...stub,
    requests,
    end: (name, status) => machine.end(name, status),
    tokenOf: (name) => machine.tokenOf(name),
    waitsOf: (name) => machine.waitsOf(name),
  };
}
