import { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';

/** The sections of docs/runbook.md that alarms refer to. */
export const RUNBOOK_SECTIONS = [
  'dead-letters',
  'old-messages',
  'stream-behind',
  'function-failing',
  'function-throttled',
  'function-slow',
  'orders-stuck',
  'approval-failures',
  'schedule-silent',
  'store-errors',
  'stock-full',
  'api-errors',
  'api-slow',
  'rollout',
] as const;

export type RunbookSection = (typeof RUNBOOK_SECTIONS)[number];

/** The description of an alarm. It ends with the section of the runbook that says what to do. */
export function alarmDescription(text: string, section: RunbookSection): string {
  return `${text} Runbook: docs/runbook.md#${section}`;
}

/**
 * The properties that all alarms share: the description ends with the section of the runbook, and
 * missing data is not breaching.
 */
export function alarm(section: RunbookSection) {
  return {
    runbookLink: `docs/runbook.md#${section}`,
    treatMissingDataOverride: TreatMissingData.NOT_BREACHING,
  };
}
