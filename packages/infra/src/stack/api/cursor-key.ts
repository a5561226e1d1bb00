import { Validations } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';

export interface CursorKeyProps {
  readonly key: IKey;
}

/** The secret that cursors of listings are signed with: generated once, and known to nobody. */
export class CursorKey extends Construct {
  private readonly secret: Secret;

  constructor(scope: Construct, id: string, { key }: CursorKeyProps) {
    super(scope, id);
    this.secret = new Secret(this, 'Secret', {
      description: 'Signs the cursors of listings',
      encryptionKey: key,
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
    });
    Validations.of(this.secret).acknowledge({
      id: 'AwsSolutions::AwsSolutions-SMG4',
      reason: 'A new key makes the cursors of pages under way invalid, and protects nothing more.',
    });
  }

  /** Resolved by CloudFormation at the deployment: the template holds a reference, no secret. */
  get value(): string {
    return this.secret.secretValue.unsafeUnwrap();
  }
}
