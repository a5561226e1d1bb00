import { CfnCondition, CfnParameter, Fn, RemovalPolicy, type IResolvable } from 'aws-cdk-lib';
import { Construct } from 'constructs';

import { DELETION_PROTECTION } from '../../names.js';

export interface DataProtectionProps {
  /** Whether data outlives the stack. */
  readonly retain: boolean;
}

/**
 * Decides whether a stage's data outlives its stack.
 *
 * Retained data survives the deletion and every update of the stack, but not the rollback of the
 * deployment that creates it: it is still empty, and a table or log group that remains makes the next
 * deployment fail with "already exists".
 *
 * For the same reason the service's own deletion protection is off until the first deployment has
 * succeeded: a protected table cannot be rolled back. A parameter of the template switches it on.
 * `npm run ship` sets the parameter, and CloudFormation keeps its value in later deployments.
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
        'Deletion protection of tables and the user pool. Set it after the first deployment.',
    });
    parameter.overrideLogicalId(DELETION_PROTECTION);
    this.isProtected = new CfnCondition(this, 'IsProtected', {
      expression: Fn.conditionEquals(parameter.valueAsString, 'true'),
    });
  }

  /** The first value if deletion protection is on, otherwise the second. */
  whereProtected<T>(protectedValue: T, otherwise: T): T | IResolvable {
    if (this.isProtected === undefined) return otherwise;
    return Fn.conditionIf(this.isProtected.logicalId, protectedValue, otherwise);
  }
}
