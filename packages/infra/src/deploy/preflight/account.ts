import { DEFAULT_STAGE, type DeploymentParameters } from '../../parameters.js';
import { reasonOf, type QueryResult } from './query.js';
import { failed, passed, unchecked, warning, type Finding } from './findings.js';

/** Who calls, and where. */
export interface Identity {
  readonly account: string;
  readonly arn: string;
}

/** How many instances of functions the account may have. */
export interface Concurrency {
  readonly quota: number;
  /** What is not set aside for single functions. */
  readonly unreserved: number;
}

/** How many instances a stage wants at once. */
export interface WantedConcurrency {
  /** Reserved for single functions. */
  readonly reserved: number;
  /** That work by themselves under load: those of queues, the stream, and requests beside them. */
  readonly used: number;
}

/** What an account answered. */
export interface AccountResponses {
  readonly identity: QueryResult<Identity>;
  readonly region: string | undefined;
  /** The version of the bootstrap stack; `undefined` where there is none. */
  readonly bootstrap: QueryResult<string | undefined>;
  /** The state of this stage's stack; `undefined` where there is none. */
  readonly stack: QueryResult<string | undefined>;
  readonly concurrency: QueryResult<Concurrency>;
}

/** So many instances AWS wants to be left for functions that have none reserved. */
const UNRESERVED = 10;

/** CDK's default synthesizer needs a bootstrap of this version at least (its template checks it). */
export const MIN_BOOTSTRAP = 6;

/** What the account's responses mean for a deployment of these parameters. */
export function checkAccount(
  responses: AccountResponses,
  parameters: Pick<DeploymentParameters, 'reserveConcurrency' | 'stage' | 'alarmEmail'>,
  stackName: string,
  wanted: WantedConcurrency,
): readonly Finding[] {
  const { identity, region, stack } = responses;
  const findings = [checkIdentity(identity), checkRegion(region)];
  if (!identity.ok || region === undefined) return findings;
  const isNew = stack.ok && stack.value === undefined;
  return [
    ...findings,
    checkBootstrap(responses.bootstrap, identity.value.account, region),
    checkStack(stack, stackName),
    parameters.reserveConcurrency
      ? checkReserved(responses.concurrency, isNew ? wanted.reserved : 0)
      : checkUnreserved(responses.concurrency, wanted.used),
    ...(parameters.stage !== DEFAULT_STAGE && parameters.alarmEmail === undefined
      ? [
          warning(
            `Nobody hears of the alarms of ${parameters.stage}.`,
            `npm run ship -- -c stage=${parameters.stage} -c alarmEmail=you@example.com`,
          ),
        ]
      : []),
  ];
}

function checkIdentity(identity: QueryResult<Identity>): Finding {
  return identity.ok
    ? passed(`account ${identity.value.account}, as ${identity.value.arn}`)
    : failed(
        `AWS does not know who calls: ${identity.message}`,
        'aws sso login   (or: aws configure; then: aws sts get-caller-identity)',
      );
}

function checkRegion(region: string | undefined): Finding {
  return region === undefined
    ? failed('No region is chosen.', 'export AWS_REGION=eu-central-1')
    : passed(`region ${region}`);
}

function checkBootstrap(
  bootstrap: AccountResponses['bootstrap'],
  account: string,
  region: string,
): Finding {
  if (!bootstrap.ok) {
    return unchecked(`whether CDK is bootstrapped could not be asked (${reasonOf(bootstrap)})`);
  }
  const command = `npx cdk bootstrap aws://${account}/${region}`;
  if (bootstrap.value === undefined) {
    return failed(`CDK is not bootstrapped in ${region}.`, command);
  }
  return Number(bootstrap.value) >= MIN_BOOTSTRAP
    ? passed(`CDK is bootstrapped, version ${bootstrap.value}`)
    : failed(
        `CDK is bootstrapped in version ${bootstrap.value}: it takes ${MIN_BOOTSTRAP} to deploy this stack.`,
        command,
      );
}

function checkStack(stack: AccountResponses['stack'], stackName: string): Finding {
  if (!stack.ok)
    return unchecked(`the state of ${stackName} could not be asked (${reasonOf(stack)})`);
  const { value: state } = stack;
  if (state === undefined) return passed(`${stackName} is new`);
  if (state === 'ROLLBACK_COMPLETE' || state === 'ROLLBACK_FAILED') {
    return failed(
      `${stackName} failed at its first deployment (${state}), and can only be deleted.`,
      `aws cloudformation delete-stack --stack-name ${stackName}`,
    );
  }
  if (state === 'UPDATE_ROLLBACK_FAILED') {
    return failed(
      `${stackName} could not be rolled back (${state}).`,
      `aws cloudformation continue-update-rollback --stack-name ${stackName}`,
    );
  }
  if (state.endsWith('_IN_PROGRESS')) {
    return failed(
      `${stackName} is being changed (${state}).`,
      `aws cloudformation wait stack-update-complete --stack-name ${stackName}`,
    );
  }
  return passed(`${stackName} is there (${state})`);
}

const MORE_INSTANCES =
  'aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value 1000';

function checkReserved(concurrency: AccountResponses['concurrency'], wanted: number): Finding {
  if (!concurrency.ok) {
    return unchecked(
      `the quota of function instances could not be asked (${reasonOf(concurrency)})`,
    );
  }
  const { quota, unreserved } = concurrency.value;
  if (unreserved - wanted >= UNRESERVED) {
    return passed(`${unreserved} of ${quota} function instances are free`);
  }
  return failed(
    `Of ${quota} function instances ${unreserved} are free: too few to reserve ${wanted} and leave ${UNRESERVED}.`,
    `npm run ship -- -c reserveConcurrency=false   (or: ${MORE_INSTANCES})`,
  );
}

function checkUnreserved(concurrency: AccountResponses['concurrency'], used: number): Finding {
  if (!concurrency.ok) {
    return unchecked(
      `the quota of function instances could not be asked (${reasonOf(concurrency)})`,
    );
  }
  const { quota, unreserved } = concurrency.value;
  if (unreserved >= used) return passed(`${unreserved} of ${quota} function instances are free`);
  return warning(
    `Of ${quota} function instances ${unreserved} are free, and under load the stage uses ${used}: Lambda then throttles polls, and each counts as a receive, so that messages are tried up to 8 times instead of 3.`,
    MORE_INSTANCES,
  );
}
