import { isFields } from '../src/validation/field-rule.js';
import { ENTRIES, type Entry } from './entries.js';
import type { PublicApi } from './public-api.js';

/** An export or a member of one, as the model of the API describes it. */
interface Item {
  readonly kind: string;
  readonly name: string;
  readonly signature: string;
  readonly doc: string;
  /** The module that declares it, without its extension: `src/order/money`. */
  readonly module: string;
  readonly members: readonly Item[];
}

/** The exports that importers use most, in the order in which a newcomer meets them. */
export const FREQUENT_EXPORTS = [
  'readOrderRequest',
  'toDecimal',
  'place',
  'toRecord',
  'hasCode',
  'readBusEvent',
  'PlaceOrder',
  'OrderRepository',
  'orderRepositoryContract',
  'aNewOrder',
] as const;

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function readItem(value: unknown): Item {
  if (!isFields(value)) throw new Error('The model of the API has an item that is not an object.');
  return {
    kind: String(value.kind),
    // The extractor adds a number to a name that a global type has as well.
    name: typeof value.name === 'string' ? value.name.replace(/_\d+$/, '') : 'constructor',
    signature: listOf(value.excerptTokens)
      .map((token) => (isFields(token) ? String(token.text) : ''))
      .join('')
      .replace(/^export (?:declare )?/, '')
      .trim(),
    doc: typeof value.docComment === 'string' ? prose(value.docComment) : '',
    module:
      typeof value.fileUrlPath === 'string' ? value.fileUrlPath.replace(/(\.d)?\.ts$/, '') : '',
    members: listOf(value.members).map(readItem),
  };
}

/** A doc comment as Markdown: links become names, `@throws` a sentence, examples code blocks. */
function prose(comment: string): string {
  const text = comment
    .replace(/^\/\*\*\n?|\n? *\*\/\s*$/g, '')
    .replace(/^ ?\* ?/gm, '')
    .replace(/\{@link ([^}|]+)\}/g, '`$1`')
    .replace(/@throws\s+\{(\w+)\}/g, 'Throws `$1`')
    .replace(/@throws\s+/g, 'Throws ')
    .trim();
  const [words = '', ...examples] = text.split(/@example\s+/);
  return [words, ...examples.map((code) => fenced(code.trim()))].join('\n');
}

function fenced(code: string): string {
  return `\`\`\`ts\n${code}\n\`\`\``;
}

function isListed(member: Item): boolean {
  return member.doc !== '' && member.kind !== 'Constructor';
}

/** The declaration of a class or interface with its members. */
function declaration({ signature, members }: Item): string {
  if (members.length === 0) return signature;
  return [`${signature} {`, ...members.map((member) => `  ${member.signature}`), '}'].join('\n');
}

function itemText(item: Item): string {
  const members = item.members
    .filter(isListed)
    .map(({ name, doc }) => `- \`${name}\`: ${doc.replace(/\n+/g, '\n  ')}`);
  return [`#### ${item.name}`, item.doc, fenced(declaration(item)), members.join('\n')]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** The exports of an entry, in the order of the API report. */
export function exportsOf({ model }: PublicApi): readonly Item[] {
  const [entryPoint] = isFields(model) ? listOf(model.members) : [];
  return readItem(entryPoint).members;
}

/** The topic of an export: what its module is about. `use-cases/place-order` is about `Place order`. */
function topicOf({ module }: Item): string {
  const words = module.slice(module.lastIndexOf('/') + 1).replaceAll('-', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** The exports of an entry by topic, both in alphabetical order. */
function topicsOf(api: PublicApi): readonly (readonly [string, readonly Item[]])[] {
  const items = exportsOf(api);
  const topics = [...new Set(items.map(topicOf))].sort((a, b) => a.localeCompare(b));
  return topics.map((topic) => [topic, items.filter((item) => topicOf(item) === topic)]);
}

/** The anchor that GitHub gives to a heading. */
function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(' ', '-')
    .replaceAll(/[^\w-]/g, '');
}

function link(name: string): string {
  return `[\`${name}\`](#${anchor(name)})`;
}

function firstSentence({ doc }: Item): string {
  return /^.*?\.(?=\s|$)/s.exec(doc)?.[0].replaceAll(/\s+/g, ' ') ?? doc;
}

function mostUsed(apiOf: (entry: Entry) => PublicApi): string {
  const rows = FREQUENT_EXPORTS.map((wanted) => {
    for (const entry of ENTRIES) {
      const item = exportsOf(apiOf(entry)).find(({ name }) => name === wanted);
      if (item) return `| ${link(wanted)} | \`${entry.specifier}\` | ${firstSentence(item)} |`;
    }
    throw new Error(`No entry exports ${wanted}.`);
  });
  return ['| export | import | what |', '| --- | --- | --- |', ...rows].join('\n');
}

/** The topics of an entry, each with links to its exports. */
function contents(entry: Entry, api: PublicApi): string {
  const topics = topicsOf(api).map(
    ([topic, items]) => `- ${topic}: ${items.map(({ name }) => link(name)).join(', ')}`,
  );
  return [`**\`${entry.specifier}\`**\n`, ...topics].join('\n');
}

function entryText(entry: Entry, api: PublicApi): string {
  const sections = topicsOf(api).map(([topic, items]) =>
    [`### ${topic}`, ...items.map(itemText)].join('\n\n'),
  );
  return [`## ${entry.specifier}`, ...sections].join('\n\n');
}

/** A page with every export of the package and its doc comment, by topic. */
export function referencePage(apiOf: (entry: Entry) => PublicApi): string {
  const intro = `# Reference of @snacks/domain

Generated from the doc comments by \`npm run docs:update\`; a test fails while the two differ.`;
  const parts = [
    intro,
    `## Most used\n\n${mostUsed(apiOf)}`,
    `## Contents\n\n${ENTRIES.map((entry) => contents(entry, apiOf(entry))).join('\n\n')}`,
    ...ENTRIES.map((entry) => entryText(entry, apiOf(entry))),
  ];
  return `${parts.join('\n\n')}\n`;
}
