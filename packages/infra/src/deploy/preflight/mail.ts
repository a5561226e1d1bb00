import {
  GetAccountCommand,
  GetEmailIdentityCommand,
  type SESv2Client,
} from '@aws-sdk/client-sesv2';

import type { DeploymentParameters } from '../../parameters.js';
import { query, reasonOf } from './query.js';
import { failed, passed, unchecked, warning, type Finding } from './findings.js';

/** Checks that callers receive the mails that confirm their address and reset their password. */
export async function checkMail(
  client: SESv2Client,
  { auth, senderEmail }: Pick<DeploymentParameters, 'auth' | 'senderEmail'>,
): Promise<readonly Finding[]> {
  if (auth !== 'jwt') return [];
  if (senderEmail === undefined) {
    return [
      warning(
        'Cognito sends the mails to callers itself, about 50 a day: beyond that, new callers cannot sign up.',
        'npm run ship -- -c senderEmail=orders@your-domain   # a domain that SES has verified',
      ),
    ];
  }
  const domain = senderEmail.slice(senderEmail.lastIndexOf('@') + 1);
  return Promise.all([checkIdentity(client, domain), checkSandbox(client)]);
}

async function checkIdentity(client: SESv2Client, domain: string): Promise<Finding> {
  const response = await query('ses:GetEmailIdentity', async () => isVerified(client, domain));
  if (!response.ok) {
    return unchecked(`could not check whether SES has verified ${domain} (${reasonOf(response)})`);
  }
  return response.value
    ? passed(`SES has verified ${domain}`)
    : failed(
        `SES has not verified ${domain} in this region: Cognito refuses it as a sender.`,
        `aws sesv2 create-email-identity --email-identity ${domain}   # then publish the DNS records of its response`,
      );
}

async function isVerified(client: SESv2Client, EmailIdentity: string): Promise<boolean> {
  try {
    const response = await client.send(new GetEmailIdentityCommand({ EmailIdentity }));
    return response.VerifiedForSendingStatus === true;
  } catch (error) {
    if (error instanceof Error && error.name === 'NotFoundException') return false;
    throw error;
  }
}

async function checkSandbox(client: SESv2Client): Promise<Finding> {
  const response = await query('ses:GetAccount', async () =>
    client.send(new GetAccountCommand({})),
  );
  if (!response.ok) {
    return unchecked(`could not check whether SES is in its sandbox (${reasonOf(response)})`);
  }
  return response.value.ProductionAccessEnabled === true
    ? passed('SES sends mails to every address')
    : warning(
        'SES is in its sandbox: it sends mails to verified addresses only, so customers cannot sign up.',
        'aws sesv2 put-account-details --production-access-enabled --mail-type TRANSACTIONAL --website-url https://your-domain',
      );
}
