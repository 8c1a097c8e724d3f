/** What one kernel gave, and the CPU seconds (user and system) of its fastest run. */
export interface Measured<T> {
  readonly result: T;
  readonly seconds: number;
}

/** Runs a kernel `repeats` times, at least once; the fastest run counts, since others are runs that something disturbed. */
export function fastest<T>(run: () => T, repeats: number): Measured<T> {
  let best = measured(run);
  for (let repeat = 1; repeat < repeats; repeat += 1) {
    const next = measured(run);
    if (next.seconds < best.seconds) best = next;
  }
  return best;
}

/** The faster of two measurements of the same kernel. */
export function faster<T>(one: Measured<T>, other: Measured<T>): Measured<T> {
  return other.seconds < one.seconds ? other : one;
}

function measured<T>(run: () => T): Measured<T> {
  const before = process.cpuUsage();
  const result = run();
  const { user, system } = process.cpuUsage(before);
  return { result, seconds: (user + system) / 1e6 };
}
