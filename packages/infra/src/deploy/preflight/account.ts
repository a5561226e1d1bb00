import { DEFAULT_STAGE, type DeploymentParameters } from '../../parameters.js';
import { reasonOf, type QueryResult } from './query.js';
import { failed, passed, unchecked, warning, type Finding } from './findings.js';

/** The caller. */
export interface Identity {
  readonly account: string;
  readonly arn: string;
}

/** The account's quota of concurrent function instances. */
export interface Concurrency {
  readonly quota: number;
  /** The part of the quota that is not reserved for single functions. */
  readonly unreserved: number;
}

/** How many concurrent instances a stage needs. */
export interface WantedConcurrency {
  /** Reserved for single functions. */
  readonly reserved: number;
  /** Busy under load: the consumers of queues and of the stream, and concurrent requests. */
  readonly used: number;
}

/** The facts about an account, each as far as AWS returned it. */
export interface AccountResponses {
  readonly identity: QueryResult<Identity>;
  readonly region: string | undefined;
  /** The version of the bootstrap stack; `undefined` if there is none. */
  readonly bootstrap: QueryResult<string | undefined>;
  /** The state of this stage's stack; `undefined` if there is none. */
  readonly stack: QueryResult<string | undefined>;
  readonly concurrency: QueryResult<Concurrency>;
}

/** AWS requires that at least so many instances remain unreserved. */
const UNRESERVED = 10;

/** CDK's default synthesizer requires at least this bootstrap version; its template checks it. */
export const MIN_BOOTSTRAP = 6;

/** Checks whether the stage can be deployed to the account with these parameters. */
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
            `The alarms of ${parameters.stage} have no recipient.`,
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
        `There are no valid AWS credentials: ${identity.message}`,
        'aws sso login   (or: aws configure; then: aws sts get-caller-identity)',
      );
}

function checkRegion(region: string | undefined): Finding {
  return region === undefined
    ? failed('No AWS region is set.', 'export AWS_REGION=eu-central-1')
    : passed(`region ${region}`);
}

function checkBootstrap(
  bootstrap: AccountResponses['bootstrap'],
  account: string,
  region: string,
): Finding {
  if (!bootstrap.ok) {
    return unchecked(`could not check whether CDK is bootstrapped (${reasonOf(bootstrap)})`);
  }
  const command = `npx cdk bootstrap aws://${account}/${region}`;
  if (bootstrap.value === undefined) {
    return failed(`CDK is not bootstrapped in ${region}.`, command);
  }
  return Number(bootstrap.value) >= MIN_BOOTSTRAP
    ? passed(`CDK is bootstrapped, version ${bootstrap.value}`)
    : failed(
        `CDK is bootstrapped with version ${bootstrap.value}, but this stack requires version ${MIN_BOOTSTRAP}.`,
        command,
      );
}

function checkStack(stack: AccountResponses['stack'], stackName: string): Finding {
  if (!stack.ok) return unchecked(`could not read the state of ${stackName} (${reasonOf(stack)})`);
  const { value: state } = stack;
  if (state === undefined) return passed(`${stackName} is new`);
  if (state === 'ROLLBACK_COMPLETE' || state === 'ROLLBACK_FAILED') {
    return failed(
      `The first deployment of ${stackName} failed (${state}): the stack can only be deleted.`,
      `aws cloudformation delete-stack --stack-name ${stackName}`,
    );
  }
  if (state === 'UPDATE_ROLLBACK_FAILED') {
    return failed(
      `The rollback of ${stackName} failed (${state}).`,
      `aws cloudformation continue-update-rollback --stack-name ${stackName}`,
    );
  }
  if (state.endsWith('_IN_PROGRESS')) {
    return failed(
      `Another change of ${stackName} is in progress (${state}).`,
      `aws cloudformation wait stack-update-complete --stack-name ${stackName}`,
    );
  }
  return passed(`${stackName} exists (${state})`);
}

const MORE_INSTANCES =
  'aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value 1000';

function checkReserved(concurrency: AccountResponses['concurrency'], wanted: number): Finding {
  if (!concurrency.ok) {
    return unchecked(`could not read the quota of function instances (${reasonOf(concurrency)})`);
  }
  const { quota, unreserved } = concurrency.value;
  if (unreserved - wanted >= UNRESERVED) {
    return passed(`${unreserved} of ${quota} function instances are unreserved`);
  }
  return failed(
    `${unreserved} of ${quota} function instances are unreserved: too few to reserve ${wanted} and to leave ${UNRESERVED}.`,
    `npm run ship -- -c reserveConcurrency=false   (or: ${MORE_INSTANCES})`,
  );
}

function checkUnreserved(concurrency: AccountResponses['concurrency'], used: number): Finding {
  if (!concurrency.ok) {
    return unchecked(`could not read the quota of function instances (${reasonOf(concurrency)})`);
  }
  const { quota, unreserved } = concurrency.value;
  if (unreserved >= used)
    return passed(`${unreserved} of ${quota} function instances are unreserved`);
  return warning(
    `${unreserved} of ${quota} function instances are unreserved, but the stage uses ${used} under load: Lambda then throttles polls, and each throttled poll counts as a receive. Messages therefore get up to 8 receives instead of 3.`,
    MORE_INSTANCES,
  );
}
