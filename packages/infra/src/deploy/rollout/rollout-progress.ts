import { GetAliasCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { topology } from '@snacks/handlers';
import { setTimeout as delay } from 'node:timers/promises';

import { GRADUAL_FUNCTIONS } from '../../stack/compute/gradual-functions.js';
import type { Deployment } from '../deployment.js';
import type { Output } from '../cli/output.js';
import { describeTraffic, type LiveVersion } from './live-version.js';

export interface RolloutProgressOptions {
  readonly lambda: LambdaClient;
  readonly deployment: Deployment;
  readonly output: Output;
}

/** Prints how traffic moves to the new versions of functions, while CloudFormation waits for it. */
export class RolloutProgress {
  private live: ReadonlyMap<string, LiveVersion | undefined> = new Map();

  private constructor(private readonly options: RolloutProgressOptions) {}

  /**
   * Reads the live versions before the rollout. Returns `undefined`, and prints the reason, if that
   * fails; the rollout itself does not depend on it.
   */
  static async begin(options: RolloutProgressOptions): Promise<RolloutProgress | undefined> {
    const progress = new RolloutProgress(options);
    try {
      progress.live = await progress.readLiveVersions();
      return progress;
    } catch (error) {
      options.output.unchecked(
        `the progress of the rollout: lambda:GetAlias failed (${error instanceof Error ? error.name : String(error)})`,
      );
      return undefined;
    }
  }

  /** Polls until the signal aborts. */
  async follow(pollInterval: number, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.poll();
      try {
        await delay(pollInterval, undefined, { signal });
      } catch {
        return; // aborted
      }
    }
  }

  /** Prints what has changed since the last poll. If it fails, the next poll prints the changes. */
  async poll(): Promise<void> {
    try {
      const now = await this.readLiveVersions();
      for (const [name, live] of now) {
        const line = describeTraffic(name, this.live.get(name), live);
        if (line !== undefined) this.options.output.passed(line);
      }
      this.live = now;
    } catch {
      // AWS throttles the call, or CloudFormation is changing the alias.
    }
  }

  private async readLiveVersions(): Promise<ReadonlyMap<string, LiveVersion | undefined>> {
    const { deployment } = this.options;
    return new Map(
      await Promise.all(
        GRADUAL_FUNCTIONS.map(async (name): Promise<[string, LiveVersion | undefined]> => {
          const functionName = deployment.functionName(name);
          return [functionName, await this.readLiveVersion(functionName)];
        }),
      ),
    );
  }

  private async readLiveVersion(FunctionName: string): Promise<LiveVersion | undefined> {
    try {
      const { FunctionVersion = '', RoutingConfig } = await this.options.lambda.send(
        new GetAliasCommand({ FunctionName, Name: topology.alias }),
      );
      const [next] = Object.entries(RoutingConfig?.AdditionalVersionWeights ?? {});
      return {
        version: FunctionVersion,
        ...(next !== undefined && { next: { version: next[0], weight: next[1] } }),
      };
    } catch (error) {
      // The first deployment creates the function and its alias.
      if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined;
      throw error;
    }
  }
}
