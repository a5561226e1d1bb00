/** A TypeScript snippet of a README. */
export interface Snippet {
  readonly code: string;
  /** The section that has it. */
  readonly title: string | undefined;
  /** The name of its module. */
  readonly module: string;
  /** What its comments say that it prints. */
  readonly output: string;
}

/** The TypeScript snippets of a README, in their order. */
export function snippetsOf(readme: string): readonly Snippet[] {
  return Array.from(readme.matchAll(/```ts\n(.*?)```/gs), ([, code = ''], index) => ({
    code,
    title: readme
      .slice(0, readme.indexOf(code))
      .match(/^## .*$/gm)
      ?.at(-1)
      ?.slice(3),
    module: `snippet-${index + 1}`,
    output: Array.from(code.matchAll(/\/\/ prints: (.*)/g), ([, line]) => `${line}\n`).join(''),
  }));
}

/** The commands of a README that start so, each as it is written. */
export function commandsOf(readme: string, start: string): readonly string[] {
  return Array.from(readme.matchAll(/```sh\n(.*?)```/gs), ([, block = '']) => block.split('\n'))
    .flat()
    .filter((line) => line.startsWith(start))
    .map((line) => line.replace(/\s+#.*$/, ''));
}
