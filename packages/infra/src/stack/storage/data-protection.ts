import { CfnCondition, CfnParameter, Fn, RemovalPolicy, type IResolvable } from 'aws-cdk-lib';
import { Construct } from 'constructs';

import { DELETION_PROTECTION } from '../../names.js';

export interface DataProtectionProps {
  /** Whether data outlives the stack. */
  readonly retain: boolean;
}

/**
 * What becomes of a stage's data when its stack goes.
 *
 * Retained data survives the stack's deletion and every update, but not the rollback of the very
 * deployment that creates it: there is nothing in it yet, and a table or log group that is left
 * behind makes the next try fail with "already exists".
 *
 * For the same reason the service's own deletion protection is off until the first deployment has
 * succeeded: a protected table cannot be rolled back. A parameter of the template switches it on, and
 * CloudFormation keeps the parameter's value from then on. `npm run ship` sets it.
 */
export class DataProtection extends Construct {
  readonly removalPolicy: RemovalPolicy;
  private readonly isProtected: CfnCondition | undefined;

  constructor(scope: Construct, id: string, { retain }: DataProtectionProps) {
    super(scope, id);
    this.removalPolicy = retain ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;
    if (!retain) return;
    const parameter = new CfnParameter(this, 'Parameter', {
      type: 'String',
      allowedValues: ['true', 'false'],
      default: 'false',
      description:
        'Whether tables and the user pool refuse to be deleted: after the first success.',
    });
    parameter.overrideLogicalId(DELETION_PROTECTION);
    this.isProtected = new CfnCondition(this, 'IsProtected', {
      expression: Fn.conditionEquals(parameter.valueAsString, 'true'),
    });
  }

  /** One value where data is protected, the other where it is not. */
  whereProtected<T>(protectedValue: T, otherwise: T): T | IResolvable {
    if (this.isProtected === undefined) return otherwise;
    return Fn.conditionIf(this.isProtected.logicalId, protectedValue, otherwise);
  }
}
