import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';

import { synthesise, textOf } from '../../test/synthesised.js';
import { RUNBOOK_SECTIONS } from './runbook.js';

const stack = synthesise();
const alarms = stack.ofType('AWS::CloudWatch::Alarm').map(({ properties }) => properties);

describe('an alarm', () => {
  it('needs two of three bad datapoints; where nothing is measured, only silence is bad', () => {
    for (const alarm of alarms) {
      expect(alarm).toMatchObject({
        DatapointsToAlarm: 2,
        EvaluationPeriods: 3,
        TreatMissingData: textOf(alarm.AlarmName).endsWith('Silent') ? 'breaching' : 'notBreaching',
        ActionsEnabled: true,
      });
    }
  });

  it('tells the topic, when it begins and when it ends', () => {
    const topic = { Ref: stack.ofType('AWS::SNS::Topic')[0]?.id };

    for (const alarm of alarms) {
      expect(alarm).toMatchObject({ AlarmActions: [topic], OKActions: [topic] });
    }
  });

  it('names a section of the runbook, and each section has an alarm', () => {
    const named = alarms.map(({ AlarmDescription }) => {
      const section = /Runbook: docs\/runbook\.md#([\w-]+)$/.exec(textOf(AlarmDescription))?.[1];
      expect(section).toBeDefined();
      return section;
    });

    expect(new Set(named)).toEqual(new Set(RUNBOOK_SECTIONS));
  });

  it('finds its section in the runbook', async () => {
    const text = await readFile(new URL('../../../../docs/runbook.md', import.meta.url), 'utf8');
    const headings = [...text.matchAll(/^#{2,3} (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\w -]/g, '')
        .replaceAll(' ', '-'),
    );

    expect(headings).toEqual(expect.arrayContaining([...RUNBOOK_SECTIONS]));
  });
});
