import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

import { WORDS, type Word } from './words.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Files whose words are not ours, are history, or are the list itself. */
const SKIPPED =
  /^CHANGELOG\.md$|^\.changeset\/|package-lock\.json$|LICENSE$|^checks\/src\/words(?:\.test)?\.ts$/;

interface Finding {
  readonly line: number;
  readonly text: string;
  readonly better: string;
}

const PARTS_OF_NAMES = /[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g;
const SINGLE = new Map(
  WORDS.flatMap((entry) => (typeof entry.word === 'string' ? [[entry.word, entry]] : [])),
);

/** A pattern whose spaces also match a line break with the mark of a comment behind it. */
function acrossLines({ source, flags }: RegExp): RegExp {
  return new RegExp(source.replaceAll(' ', String.raw`(?: |\s+(?:\*|\/\/|#|>)?\s*)`), flags);
}

const PATTERNS = WORDS.flatMap(({ word, ...entry }) =>
  typeof word === 'string' ? [] : [{ ...entry, pattern: acrossLines(word) }],
);

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

/** Whether one of the exceptions covers the text at an index. */
function isExcepted(text: string, index: number, { except = [] }: Omit<Word, 'word'>): boolean {
  return except.some(({ text: pattern }) =>
    Array.from(text.matchAll(pattern)).some(
      (match) => match.index <= index && index < match.index + match[0].length,
    ),
  );
}

/** The words in a file that are in the list. */
function findWords(file: string, text: string): Finding[] {
  const single = Array.from(text.matchAll(PARTS_OF_NAMES)).flatMap(({ 0: word, index }) => {
    const entry = SINGLE.get(word.toLowerCase());
    return entry === undefined ? [] : [{ entry, word, index }];
  });
  const phrases = PATTERNS.filter(({ files }) => files?.test(file) ?? true).flatMap((entry) =>
    Array.from(text.matchAll(entry.pattern), ({ 0: word, index }) => ({ entry, word, index })),
  );
  return [...single, ...phrases]
    .filter(({ entry, index }) => !isExcepted(text, index, entry))
    .map(({ entry, word, index }) => ({
      line: lineAt(text, index),
      text: word.replace(/\s+/g, ' ').trim(),
      better: entry.better,
    }));
}

function trackedFiles(): string[] {
  return execFileSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8' })
    .split('\0')
    .filter((file) => file !== '' && !SKIPPED.test(file) && existsSync(`${ROOT}${file}`));
}

describe('the words of the repository', () => {
  it('are the standard ones, in code, tests and documents', () => {
    const findings = trackedFiles().flatMap((file) =>
      findWords(file, readFileSync(`${ROOT}${file}`, 'utf8')).map(
        ({ line, text, better }) => `${file}:${line}: instead of ‘${text}’ say: ${better}`,
      ),
    );

    expect(findings.join('\n')).toBe('');
  });
});

describe('a word of the list is found', () => {
  it.each([
    ['as a word', 'The log tells why.', 'tells'],
    ['as a part of a name', 'const peopleTold = 1;', 'Told'],
    ['as a phrase', 'Do not call it off, or call off nothing.', 'call off'],
    ['as a phrase over two lines of a comment', ' * What happens in\n * the end.', 'in * the end'],
    ['beside an exception', "'answer late' is an answer", 'answer'],
    ['as an old name', 'MOST_ITEMS', 'MOST_I'],
  ])('%s', (_how, text, word) => {
    expect(findWords('a.ts', text)).toEqual([expect.objectContaining({ text: word })]);
  });

  it('with its line and the better word', () => {
    expect(findWords('a.md', 'one\ntwo\na promise')).toEqual([
      { line: 3, text: 'promise', better: 'invariant; guarantee towards users' },
    ]);
  });

  it.each([
    ['as an exception', "reaction: 'answer late', await Promise.allSettled([])"],
    ['inside another word', 'We understand the outstanding firewall, the bedroom and a mendicant.'],
    ['in another kind of file', 'a promise'],
  ])('but not %s', (_how, text) => {
    expect(findWords('a.ts', text)).toEqual([]);
  });
});
