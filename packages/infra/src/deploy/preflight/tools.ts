import { failed, passed, type Finding } from './findings.js';

/** The tools on this machine. */
export interface Tools {
  /** Such as `20.20.2`. */
  readonly node: string;
  /** The version of the CDK command line in node_modules; `undefined` if there is none. */
  readonly cdk: string | undefined;
  /** Whether an operator can confirm changes at the terminal. */
  readonly interactive: boolean;
}

const MIN_NODE = [20, 19] as const;

/** @param asks whether the deployment asks for a confirmation before it changes permissions. */
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
            'The deployment asks before it changes permissions, but this is not an interactive terminal.',
            'npm run ship -- --yes',
          ),
        ]
      : []),
  ];
}
