import { topology, type FunctionName, type QueueName, type TableName } from '@snacks/handlers';

import { logGroupIn, nameIn } from '../names.js';
import type { DeploymentParameters } from '../parameters.js';

/** The names of a stage's resources in its account. */
export class Deployment {
  readonly stage: string;
  /** The alias through which callers invoke the live version of a function. */
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

  /** The log groups of the API's access log and of the workflow. AWS services write to them. */
  get deliveredLogGroupNames(): readonly string[] {
    return [
      `/aws/vendedlogs/http-api/${nameIn(this.stage, 'serverless-snacks')}`,
      `/aws/vendedlogs/states/${nameIn(this.stage, topology.approvalWorkflow.name)}`,
    ];
  }

  logGroupName(name: FunctionName): string {
    return logGroupIn(this.stage, name);
  }
}
