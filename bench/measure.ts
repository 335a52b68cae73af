/** Median of the times of so many runs, in milliseconds, after some that do not count. */
export const median = (run: () => unknown, runs: number, warmUp = Math.max(2, Math.ceil(runs / 3))): number => {
  for (let index = 0; index < warmUp; index++) run();
  const times: Array<number> = [];
  for (let index = 0; index < runs; index++) {
    const start = performance.now();
    run();
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return times[Math.floor(times.length / 2)] ?? Number.NaN;
};

/** Medians of two runs taken in turn, so that both see the same machine. */
export const pair = (
  a: () => unknown,
  b: () => unknown,
  runs: number,
): { readonly a: number; readonly b: number; readonly ratio: number } => {
  const times: { readonly a: Array<number>; readonly b: Array<number> } = { a: [], b: [] };
  for (let index = 0; index < Math.max(3, runs / 3); index++) {
    a();
    b();
  }
  collect();
  for (let index = 0; index < runs; index++)
    for (const [name, run] of [
      ['a', a],
      ['b', b],
    ] as const) {
      const start = performance.now();
      run();
      times[name].push(performance.now() - start);
    }
  const middle = (list: Array<number>): number => list.sort((x, y) => x - y)[Math.floor(list.length / 2)] ?? Number.NaN;
  const [x, y] = [middle(times.a), middle(times.b)];
  return { a: x, b: y, ratio: x / y };
};

/** Asks for a garbage collection where the process allows it (`--expose-gc`). */
export const collect = (): void => {
  globalThis.gc?.();
};

/** Heap in use after a collection, in MiB. */
export const heap = (): number => {
  collect();
  return process.memoryUsage().heapUsed / 2 ** 20;
};
