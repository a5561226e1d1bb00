import { failed, passed, type Finding } from './findings.js';

/** What is on this machine. */
export interface Tools {
  /** Such as `20.20.2`. */
  readonly node: string;
  /** Of the CDK command line in node_modules; `undefined` where there is none. */
  readonly cdk: string | undefined;
  /** Whether someone can be asked whether a change is wanted. */
  readonly interactive: boolean;
}

const MIN_NODE = [20, 19] as const;

/** @param asks whether the deployment asks before it changes what is permitted to whom. */
export function checkTools({ node, cdk, interactive }: Tools, asks: boolean): readonly Finding[] {
  const [major = 0, minor = 0] = node.split('.').map(Number);
  const isNewEnough = major > MIN_NODE[0] || (major === MIN_NODE[0] && minor >= MIN_NODE[1]);
  return [
    isNewEnough
      ? passed(`Node.js ${node}`)
      : failed(`Node.js ${node} is older than ${MIN_NODE.join('.')}.`, 'nvm install 24'),
    cdk === undefined
      ? failed('The CDK command line is not in node_modules.', 'npm ci')
      : passed(`CDK ${cdk}`),
    ...(asks && !interactive
      ? [
          failed(
            'Nobody can be asked here whether what is permitted to whom may change.',
            'npm run ship -- --yes',
          ),
        ]
      : []),
  ];
}
