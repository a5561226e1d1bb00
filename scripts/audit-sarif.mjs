/**
 * Writes what `npm audit` knows of all dependencies as SARIF, for GitHub's list of alerts:
 * `npm run audit:sarif`. Findings are no failure; that npm could not ask is one.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';

const FOLDER = 'coverage';
const LEVELS = { critical: 'error', high: 'error', moderate: 'warning', low: 'note', info: 'note' };
/** GitHub sorts alerts by a score; an advisory that has none gets its severity's lowest. */
const SCORES = { critical: 9, high: 7, moderate: 4, low: 0.1, info: 0 };

const { stdout } = spawnSync('npm', ['audit', '--json'], {
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
});
const { vulnerabilities } = JSON.parse(stdout);
if (vulnerabilities === undefined) throw new Error(`npm audit failed: ${stdout}`);

const advisories = new Map(
  Object.values(vulnerabilities)
    .flatMap(({ via }) => via)
    .filter((cause) => typeof cause === 'object')
    .map((advisory) => [`${advisory.name}/${advisory.source}`, advisory]),
);

const rules = Array.from(advisories, ([id, { title, url, severity, cvss }]) => ({
  id,
  shortDescription: { text: title },
  helpUri: url,
  properties: {
    tags: ['security'],
    'security-severity': String(cvss?.score || SCORES[severity]),
  },
}));
const results = Array.from(advisories, ([ruleId, { name, range, title, severity }]) => ({
  ruleId,
  level: LEVELS[severity],
  message: { text: `${name} ${range}: ${title}` },
  locations: [
    {
      physicalLocation: {
        artifactLocation: { uri: 'package-lock.json' },
        region: { startLine: 1 },
      },
    },
  ],
  partialFingerprints: { advisory: ruleId },
}));

mkdirSync(FOLDER, { recursive: true });
writeFileSync(
  `${FOLDER}/npm-audit.sarif`,
  JSON.stringify({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver: { name: 'npm audit', rules } }, results }],
  }),
);
process.stdout.write(`${results.length} advisories in ${FOLDER}/npm-audit.sarif\n`);
