import { topology, type FunctionName, type QueueName, type TableName } from '@snacks/handlers';

import { nameIn } from '../names.js';
import type { Settings } from '../settings.js';

/** What the things of a stage are called in its account. */
export class Deployment {
  readonly stage: string;
  /** The alias by which callers reach the version of a function that is deployed. */
  readonly alias = 'live';

  constructor({ stage }: Pick<Settings, 'stage'>) {
    this.stage = stage;
  }

  get stackName(): string {
    return nameIn(this.stage, 'ServerlessSnacksStack');
  }

  get busName(): string {
    return nameIn(this.stage, topology.bus.name);
  }

  tableName(name: TableName): string {
    return nameIn(this.stage, topology.tables[name].name);
  }

  functionName(name: FunctionName): string {
    return nameIn(this.stage, name);
  }

  queueName(name: QueueName): string {
    return nameIn(this.stage, name);
  }

  logGroupName(name: FunctionName): string {
    return `/aws/lambda/${this.functionName(name)}`;
  }
}
