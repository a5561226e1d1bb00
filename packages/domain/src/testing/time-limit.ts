// Every platform has these two, but no type of them is part of the language.
declare const setTimeout: (run: () => void, milliseconds: number) => unknown;
declare const clearTimeout: (timer: unknown) => void;

// The functions of the platform, even while a test replaces them by a fake clock.
const [startTimer, stopTimer] = [setTimeout, clearTimeout];

/** The result of some work. Fails if the work takes longer than a number of milliseconds. */
export async function withTimeLimit<T>(
  work: () => Promise<T>,
  milliseconds: number,
  what: string,
): Promise<T> {
  let timer: unknown;
  const expiry = new Promise<never>((_resolve, reject) => {
    timer = startTimer(() => {
      reject(new Error(`${what} did not finish within ${milliseconds} ms`));
    }, milliseconds);
  });
  try {
    return await Promise.race([work(), expiry]);
  } finally {
    stopTimer(timer);
  }
}
