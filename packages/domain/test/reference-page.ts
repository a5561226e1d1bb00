import { isFields } from '../src/validation/field-rule.js';
import { ENTRIES, type Entry } from './entries.js';
import type { PublicApi } from './public-api.js';

/** An export or a member of one, as the model of the API describes it. */
interface Item {
  readonly kind: string;
  readonly name: string;
  readonly signature: string;
  readonly doc: string;
  readonly members: readonly Item[];
}

const SECTIONS = [
  { title: 'Classes', kind: 'Class' },
  { title: 'Functions', kind: 'Function' },
  { title: 'Interfaces', kind: 'Interface' },
  { title: 'Types', kind: 'TypeAlias' },
  { title: 'Constants', kind: 'Variable' },
] as const;

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function readItem(value: unknown): Item {
  if (!isFields(value)) throw new Error('The model of the API has an item that is not an object.');
  return {
    kind: String(value.kind),
    name: typeof value.name === 'string' ? value.name : 'constructor',
    signature: listOf(value.excerptTokens)
      .map((token) => (isFields(token) ? String(token.text) : ''))
      .join('')
      .replace(/^export (?:declare )?/, '')
      .trim(),
    doc: typeof value.docComment === 'string' ? prose(value.docComment) : '',
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

function entryText(entry: Entry, api: PublicApi): string {
  const items = exportsOf(api);
  const sections = SECTIONS.flatMap(({ title, kind }) => {
    const ofKind = items.filter((item) => item.kind === kind);
    return ofKind.length === 0 ? [] : [[`### ${title}`].concat(ofKind.map(itemText)).join('\n\n')];
  });
  return [`## \`${entry.specifier}\``, ...sections].join('\n\n');
}

/** A page with every export of the package and its doc comment. */
export function referencePage(apiOf: (entry: Entry) => PublicApi): string {
  const intro = `# Reference of @snacks/domain

Generated from the doc comments by \`npm run docs:update\`; a test fails while the two differ.`;
  return `${[intro, ...ENTRIES.map((entry) => entryText(entry, apiOf(entry)))].join('\n\n')}\n`;
}
