import { Validations } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';

export interface CursorKeyProps {
  readonly key: IKey;
}

/** The secret that signs the cursors of listings. It is generated once, and no person sees it. */
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
      reason: 'A new key would invalidate the cursors that clients hold, without more protection.',
    });
  }

  /** CloudFormation resolves it at the deployment. The template contains a reference, not the secret. */
  get value(): string {
    return this.secret.secretValue.unsafeUnwrap();
  }
}
