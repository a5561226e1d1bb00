import { DEFAULT_STAGE, type DeploymentParameters } from '../../parameters.js';
import { whyNot, type Response } from './response.js';
import { right, unknown, warning, wrong, type Finding } from './findings.js';

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
  readonly identity: Response<Identity>;
  readonly region: string | undefined;
  /** The version of the bootstrap stack; `undefined` where there is none. */
  readonly bootstrap: Response<string | undefined>;
  /** The state of this stage's stack; `undefined` where there is none. */
  readonly stack: Response<string | undefined>;
  readonly concurrency: Response<Concurrency>;
}

/** So many instances AWS wants to be left for functions that have none reserved. */
const UNRESERVED = 10;

/** CDK's default synthesizer needs a bootstrap of this version at least (its template checks it). */
export const MIN_BOOTSTRAP = 6;

/** What the account's responses mean for a deployment of these parameters. */
export function judgeAccount(
  responses: AccountResponses,
  parameters: Pick<DeploymentParameters, 'reserveConcurrency' | 'stage' | 'alarmEmail'>,
  stackName: string,
  wanted: WantedConcurrency,
): readonly Finding[] {
  const { identity, region, stack } = responses;
  const findings = [judgeIdentity(identity), judgeRegion(region)];
  if (!identity.ok || region === undefined) return findings;
  const isNew = stack.ok && stack.value === undefined;
  return [
    ...findings,
    judgeBootstrap(responses.bootstrap, identity.value.account, region),
    judgeStack(stack, stackName),
    parameters.reserveConcurrency
      ? judgeReserved(responses.concurrency, isNew ? wanted.reserved : 0)
      : judgeUnreserved(responses.concurrency, wanted.used),
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

function judgeIdentity(identity: Response<Identity>): Finding {
  return identity.ok
    ? right(`account ${identity.value.account}, as ${identity.value.arn}`)
    : wrong(
        `AWS does not know who calls: ${identity.message}`,
        'aws sso login   (or: aws configure; then: aws sts get-caller-identity)',
      );
}

function judgeRegion(region: string | undefined): Finding {
  return region === undefined
    ? wrong('No region is chosen.', 'export AWS_REGION=eu-central-1')
    : right(`region ${region}`);
}

function judgeBootstrap(
  bootstrap: AccountResponses['bootstrap'],
  account: string,
  region: string,
): Finding {
  if (!bootstrap.ok) {
    return unknown(`whether CDK is bootstrapped could not be asked (${whyNot(bootstrap)})`);
  }
  const command = `npx cdk bootstrap aws://${account}/${region}`;
  if (bootstrap.value === undefined) {
    return wrong(`CDK is not bootstrapped in ${region}.`, command);
  }
  return Number(bootstrap.value) >= MIN_BOOTSTRAP
    ? right(`CDK is bootstrapped, version ${bootstrap.value}`)
    : wrong(
        `CDK is bootstrapped in version ${bootstrap.value}: it takes ${MIN_BOOTSTRAP} to deploy this stack.`,
        command,
      );
}

function judgeStack(stack: AccountResponses['stack'], stackName: string): Finding {
  if (!stack.ok) return unknown(`the state of ${stackName} could not be asked (${whyNot(stack)})`);
  const { value: state } = stack;
  if (state === undefined) return right(`${stackName} is new`);
  if (state === 'ROLLBACK_COMPLETE' || state === 'ROLLBACK_FAILED') {
    return wrong(
      `${stackName} failed at its first deployment (${state}), and can only be deleted.`,
      `aws cloudformation delete-stack --stack-name ${stackName}`,
    );
  }
  if (state === 'UPDATE_ROLLBACK_FAILED') {
    return wrong(
      `${stackName} could not be rolled back (${state}).`,
      `aws cloudformation continue-update-rollback --stack-name ${stackName}`,
    );
  }
  if (state.endsWith('_IN_PROGRESS')) {
    return wrong(
      `${stackName} is being changed (${state}).`,
      `aws cloudformation wait stack-update-complete --stack-name ${stackName}`,
    );
  }
  return right(`${stackName} is there (${state})`);
}

const MORE_INSTANCES =
  'aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value 1000';

function judgeReserved(concurrency: AccountResponses['concurrency'], wanted: number): Finding {
  if (!concurrency.ok) {
    return unknown(`the quota of function instances could not be asked (${whyNot(concurrency)})`);
  }
  const { quota, unreserved } = concurrency.value;
  if (unreserved - wanted >= UNRESERVED) {
    return right(`${unreserved} of ${quota} function instances are free`);
  }
  return wrong(
    `Of ${quota} function instances ${unreserved} are free: too few to reserve ${wanted} and leave ${UNRESERVED}.`,
    `npm run ship -- -c reserveConcurrency=false   (or: ${MORE_INSTANCES})`,
  );
}

function judgeUnreserved(concurrency: AccountResponses['concurrency'], used: number): Finding {
  if (!concurrency.ok) {
    return unknown(`the quota of function instances could not be asked (${whyNot(concurrency)})`);
  }
  const { quota, unreserved } = concurrency.value;
  if (unreserved >= used) return right(`${unreserved} of ${quota} function instances are free`);
  return warning(
    `Of ${quota} function instances ${unreserved} are free, and under load the stage uses ${used}: Lambda then throttles polls, and each counts as a receive, so that messages are tried up to 8 times instead of 3.`,
    MORE_INSTANCES,
  );
}
