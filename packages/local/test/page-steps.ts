import type { Locator, Page } from 'playwright-core';

/** A program that a step stops and starts again. */
export interface Rehearsed {
  readonly restart: () => Promise<void>;
}

interface Sentence {
  readonly pattern: RegExp;
  /** What a person does with the mouse. */
  readonly isClick?: boolean;
  readonly carryOut: (page: Page, words: readonly string[], rehearsed: Rehearsed) => Promise<void>;
}

/** The field whose label begins with a name: the last one, as a panel opens behind its list. */
function fieldOf(page: Page, name: string): Locator {
  const label = page.locator('label', { hasText: new RegExp(`^${name}`) });
  return label.locator('select, input, textarea').last();
}

/** Every sentence that a step may have. `**…**` is a name on the page, `` `…` `` a text. */
const SENTENCES: readonly Sentence[] = [
  {
    pattern: /^Open \*\*([^*]+)\*\*\.$/,
    isClick: true,
    carryOut: async (page, [view = '']) => {
      await page.getByRole('navigation').getByRole('link', { name: view }).click();
      await page.getByRole('heading', { level: 1, name: view, exact: true }).waitFor();
    },
  },
  {
    pattern: /^Press \*\*([^*]+)\*\*\.$/,
    isClick: true,
    carryOut: async (page, [name = '']) => {
      const options = { name, exact: true };
      await page.getByRole('button', options).or(page.getByRole('link', options)).first().click();
    },
  },
  {
    pattern: /^Choose `([^`]+)` in \*\*([^*]+)\*\*\.$/,
    carryOut: async (page, [text = '', field = '']) => {
      await fieldOf(page, field).selectOption(text);
    },
  },
  {
    pattern: /^Write `([^`]+)` into \*\*([^*]+)\*\*\.$/,
    carryOut: async (page, [text = '', field = '']) => {
      await fieldOf(page, field).fill(text);
    },
  },
  {
    pattern: /^Replace `([^`]+)` by `([^`]+)` in \*\*([^*]+)\*\*\.$/,
    carryOut: async (page, [from = '', to = '', field = '']) => {
      const editor = fieldOf(page, field);
      const before = await editor.inputValue();
      if (!before.includes(from)) throw new Error(`${field} has no ${from}: ${before}`);
      await editor.fill(before.replace(from, to));
    },
  },
  {
    pattern: /^Wait for `([^`]+)`(?: in \*\*([^*]+)\*\*)?\.$/,
    carryOut: async (page, [text = '', part]) => {
      const place = part === undefined ? page : page.getByLabel(part, { exact: true });
      await place.getByText(text).first().waitFor();
    },
  },
  {
    pattern: /^Stop the platform with `Ctrl\+C`, and start it again with the same command\.$/,
    carryOut: async (page, _words, { restart }) => {
      await restart();
      await page.reload();
    },
  },
];

/** One sentence of a step, as a person reads it. */
const SENTENCE = /(?:`[^`]*`|\*\*[^*]*\*\*|[^.])+\.\s*/g;

/** Returns the sentences of the numbered steps of a text. */
export function stepsOf(text: string): readonly string[] {
  return Array.from(text.matchAll(/^\d+\. (.+)$/gm)).flatMap(([, step = '']) =>
    Array.from(step.matchAll(SENTENCE), ([sentence]) => sentence.trim()),
  );
}

/**
 * Carries out the steps of a text on the page, and returns how many of them are clicks.
 *
 * @throws {Error} if a sentence is not one that a step may have, or the page does not do what it says.
 */
export async function carryOutSteps(
  page: Page,
  steps: readonly string[],
  rehearsed: Rehearsed,
): Promise<number> {
  let clicks = 0;
  for (const step of steps) {
    const sentence = SENTENCES.find(({ pattern }) => pattern.test(step));
    if (sentence === undefined) throw new Error(`No test can do this step: ${step}`);
    try {
      await sentence.carryOut(page, (sentence.pattern.exec(step) ?? []).slice(1), rehearsed);
    } catch (cause) {
      throw new Error(`The page does not do what this step says: ${step}`, { cause });
    }
    if (sentence.isClick === true) clicks += 1;
  }
  return clicks;
}
