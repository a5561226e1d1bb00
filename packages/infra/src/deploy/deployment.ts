import { topology, type FunctionName, type QueueName, type TableName } from '@snacks/handlers';

import { nameIn } from '../names.js';
import type { DeploymentParameters } from '../parameters.js';

/** What the things of a stage are called in its account. */
export class Deployment {
  readonly stage: string;
  /** The alias by which callers reach the version of a function that is deployed. */
  readonly alias = topology.alias;

  constructor({ stage }: Pick<DeploymentParameters, 'stage'>) {
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

  /** The log groups of the API's accesses and of the workflow, which services deliver to. */
  get deliveredLogGroupNames(): readonly string[] {
    return [
      `/aws/vendedlogs/http-api/${nameIn(this.stage, 'serverless-snacks')}`,
      `/aws/vendedlogs/states/${nameIn(this.stage, topology.approvalWorkflow.name)}`,
    ];
  }

  logGroupName(name: FunctionName): string {
    return `/aws/lambda/${this.functionName(name)}`;
  }
}
