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

/** Shows how traffic moves to the new versions of functions while CloudFormation waits for it. */
export class RolloutProgress {
  private live: ReadonlyMap<string, LiveVersion | undefined> = new Map();

  private constructor(private readonly options: RolloutProgressOptions) {}

  /**
   * Begins with what is live now; `undefined` where that cannot be asked, which is told. The rollout
   * itself does not depend on it.
   */
  static async begin(options: RolloutProgressOptions): Promise<RolloutProgress | undefined> {
    const progress = new RolloutProgress(options);
    try {
      progress.live = await progress.readLiveVersions();
      return progress;
    } catch (error) {
      options.output.unchecked(
        `the course of the rollout: lambda:GetAlias could not be asked (${error instanceof Error ? error.name : String(error)})`,
      );
      return undefined;
    }
  }

  /** Looks again and again, until it is told to end. */
  async follow(pollInterval: number, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.look();
      try {
        await delay(pollInterval, undefined, { signal });
      } catch {
        return; // told to end
      }
    }
  }

  /** Shows what moved since the look before. A look that fails is made up for by the next one. */
  async look(): Promise<void> {
    try {
      const now = await this.readLiveVersions();
      for (const [name, live] of now) {
        const line = describeTraffic(name, this.live.get(name), live);
        if (line !== undefined) this.options.output.passed(line);
      }
      this.live = now;
    } catch {
      // AWS throttles, or CloudFormation changes the alias right now
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
