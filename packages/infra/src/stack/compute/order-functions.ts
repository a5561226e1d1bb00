import type { Alias, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { FUNCTION_NAMES, type FunctionName } from '@snacks/handlers';
import { Construct } from 'constructs';

import { constructId, known } from '../../names.js';
import { OrderFunction, type OrderFunctionProps } from './order-function.js';

export type OrderFunctionsProps = Omit<OrderFunctionProps, 'name'>;

/** The topology's functions. */
export class OrderFunctions extends Construct {
  private readonly functions: ReadonlyMap<FunctionName, OrderFunction>;

  constructor(scope: Construct, id: string, props: OrderFunctionsProps) {
    super(scope, id);
    this.functions = new Map(
      FUNCTION_NAMES.map((name) => [
        name,
        new OrderFunction(this, constructId(name), { ...props, name }),
      ]),
    );
  }

  /** One of the topology's functions, for its name and its metrics. To invoke it, use {@link alias}. */
  function(name: FunctionName): LambdaFunction {
    return known(this.functions, name).function;
  }

  /** The alias through which all callers invoke the function. */
  alias(name: FunctionName): Alias {
    return known(this.functions, name).alias;
  }

  /** The log group of the function. */
  logGroup(name: FunctionName): ILogGroup {
    return known(this.functions, name).logGroup;
  }
}
