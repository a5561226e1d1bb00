import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { SFNClient } from '@aws-sdk/client-sfn';
import { isFields } from '@snacks/domain';
import type { ClientOptions } from '../src/client-settings.js';
import { createStepFunctionsClient } from '../src/step-functions-client.js';
import { close, listen } from './loopback.js';
import { acceptErrorsOfNode } from './one-realm.js';
import { bodyOf } from './request-body.js';

/** The state machine that the stub has. */
export const STATE_MACHINE_ARN = 'arn:aws:states:eu-central-1:123456789012:stateMachine:approval';

/** A request as it came. */
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

/** A stub of Step Functions on loopback: executions of one machine that waits for one token. */
export interface StepFunctionsStub {
  readonly client: SFNClient;
  readonly requests: readonly WireRequest[];
  /** Has the next requests fail, each with this error, or pass where it is empty; `silent` gets none. */
  readonly break: (...errors: readonly string[]) => void;
  readonly end: (name: string, status: Status) => void;
  readonly tokenOf: (name: string) => string;
  readonly waitsOf: (name: string) => number;
  readonly stop: () => Promise<void>;
}

/** An answer that is an error of Step Functions. */
class Refusal {
  constructor(readonly type: string) {}
}

type Input = WireRequest['input'];

/** Executions that wait for one token, and succeed by it. */
class Machine {
  private readonly executions = new Map<string, Execution>();

  carryOut({ operation, input }: WireRequest): unknown {
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

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(JSON.stringify(body));
}

/** Starts a stub without executions. */
export async function startStepFunctions(options: ClientOptions = {}): Promise<StepFunctionsStub> {
  acceptErrorsOfNode();
  const requests: WireRequest[] = [];
  const machine = new Machine();
  let errors: readonly string[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
    const input: unknown = JSON.parse((await bodyOf(request)).toString());
    const wire = { operation, input: isFields(input) ? input : {} };
    requests.push(wire);
    const [error, ...later] = errors;
    errors = later;
    if (error === 'silent') return;
    const body = error ? new Refusal(error) : machine.carryOut(wire);
    if (body instanceof Refusal) reply(response, 400, { __type: body.type });
    else reply(response, 200, body);
  };
  const server = createServer((request, response) => {
    void answer(request, response);
  });
  const client = createStepFunctionsClient({
    endpoint: await listen(server),
    region: 'eu-central-1',
    credentials: async () => ({ accessKeyId: 'test', secretAccessKey: 'test' }),
    ...options,
  });
  return {
    client,
    requests,
    break: (...next) => {
      errors = next;
    },
    end: (name, status) => machine.end(name, status),
    tokenOf: (name) => machine.tokenOf(name),
    waitsOf: (name) => machine.waitsOf(name),
    stop: async () => {
      client.destroy();
      server.closeAllConnections();
      await close(server);
    },
  };
}
