import type { Settings } from '../../settings.js';
import { whyNot, type Answer } from './answer.js';
import { right, unknown, wrong, type Finding } from './findings.js';

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

/** What an account answered. */
export interface AccountAnswers {
  readonly identity: Answer<Identity>;
  readonly region: string | undefined;
  /** The version of the bootstrap stack; `undefined` where there is none. */
  readonly bootstrap: Answer<string | undefined>;
  /** The state of this stage's stack; `undefined` where there is none. */
  readonly stack: Answer<string | undefined>;
  readonly concurrency: Answer<Concurrency>;
}

/** So many instances AWS wants to be left for functions that have none set aside. */
const UNRESERVED = 10;

/** What the account's answers mean for a deployment of these settings. */
export function judgeAccount(
  answers: AccountAnswers,
  settings: Pick<Settings, 'reserveConcurrency'>,
  stackName: string,
  reserved: number,
): readonly Finding[] {
  const { identity, region, stack } = answers;
  const findings = [judgeIdentity(identity), judgeRegion(region)];
  if (!identity.ok || region === undefined) return findings;
  const isNew = stack.ok && stack.value === undefined;
  const wanted = settings.reserveConcurrency && isNew ? reserved : 0;
  return [
    ...findings,
    judgeBootstrap(answers.bootstrap, identity.value.account, region),
    judgeStack(stack, stackName),
    judgeConcurrency(answers.concurrency, wanted),
  ];
}

function judgeIdentity(identity: Answer<Identity>): Finding {
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
  bootstrap: AccountAnswers['bootstrap'],
  account: string,
  region: string,
): Finding {
  if (!bootstrap.ok) {
    return unknown(`whether CDK is bootstrapped could not be asked (${whyNot(bootstrap)})`);
  }
  return bootstrap.value === undefined
    ? wrong(`CDK is not bootstrapped in ${region}.`, `npx cdk bootstrap aws://${account}/${region}`)
    : right(`CDK is bootstrapped, version ${bootstrap.value}`);
}

function judgeStack(stack: AccountAnswers['stack'], stackName: string): Finding {
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

function judgeConcurrency(concurrency: AccountAnswers['concurrency'], wanted: number): Finding {
  if (!concurrency.ok) {
    return unknown(`the quota of function instances could not be asked (${whyNot(concurrency)})`);
  }
  const { quota, unreserved } = concurrency.value;
  if (unreserved - wanted >= UNRESERVED) {
    return right(`${unreserved} of ${quota} function instances are free`);
  }
  return wrong(
    `Of ${quota} function instances ${unreserved} are free: too few to set ${wanted} aside and leave ${UNRESERVED}.`,
    'npm run ship -- -c reserveConcurrency=false   (or: aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value 1000)',
  );
}
