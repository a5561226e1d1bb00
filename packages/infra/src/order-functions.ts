import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { FUNCTION_NAMES, type FunctionName } from '@snacks/handlers';
import { Construct } from 'constructs';

import { constructId, known } from './names.js';
import { OrderFunction, type OrderFunctionProps } from './order-function.js';

export type OrderFunctionsProps = Omit<OrderFunctionProps, 'name'>;

/** The topology's functions. */
export class OrderFunctions extends Construct {
  private readonly functions: ReadonlyMap<FunctionName, LambdaFunction>;

  constructor(scope: Construct, id: string, props: OrderFunctionsProps) {
    super(scope, id);
    this.functions = new Map(
      FUNCTION_NAMES.map((name) => {
        const made = new OrderFunction(this, constructId(name), { ...props, name });
        return [name, made.function];
      }),
    );
  }

  /** One of the topology's functions. */
  function(name: FunctionName): LambdaFunction {
    return known(this.functions, name);
  }
}
