const barWidth = 24;
const redrawEveryMs = 100;

/** Where progress is shown: a terminal gets a bar that redraws itself, anything else nothing. */
export interface ProgressTarget {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** One line of progress on standard error. Never on standard output, never when that is no terminal. */
export class Progress {
  readonly #target: ProgressTarget;
  readonly #nowMs: () => number;
  readonly #colour: boolean;
  #drawnMs = Number.NEGATIVE_INFINITY;
  #shown = false;

  constructor(target: ProgressTarget, options: { readonly nowMs: () => number; readonly colour: boolean }) {
    this.#target = target;
    this.#nowMs = options.nowMs;
    this.#colour = options.colour;
  }

  /** Shows how much of a task is done. At most ten times a second; `total` null = not known. */
  update(title: string, done: number, total: number | null, note = ''): void {
    if (this.#target.isTTY !== true) return;
    const nowMs = this.#nowMs();
    if (nowMs - this.#drawnMs < redrawEveryMs && done !== total) return;
    this.#drawnMs = nowMs;
    this.#shown = true;
    const counts =
      total === null
        ? done.toLocaleString('en')
        : `${done.toLocaleString('en')}/${total.toLocaleString('en')}`;
    const line = `${title} ${this.#bar(total === null || total === 0 ? null : done / total)} ${counts} ${note}`;
    this.#target.write(`\r${line.slice(0, this.#limit(line))}\u001b[K`);
  }

  /** Takes the bar away, so that the next line starts clean. */
  clear(): void {
    if (!this.#shown) return;
    this.#target.write('\r\u001b[K');
    this.#shown = false;
    this.#drawnMs = Number.NEGATIVE_INFINITY;
  }

  /** A line for people that stays, on standard error. */
  say(line: string): void {
    this.clear();
    this.#target.write(`${line}\n`);
  }

  #bar(share: number | null): string {
    const filled = share === null ? 0 : Math.round(Math.min(1, share) * barWidth);
    const bar = '█'.repeat(filled) + '░'.repeat(barWidth - filled);
    return this.#colour ? `\u001b[36m${bar}\u001b[0m` : bar;
  }

  /** Characters that fit into the terminal; colour codes take no room there. */
  #limit(line: string): number {
    const invisible = this.#colour ? '\u001b[36m\u001b[0m'.length : 0;
    return Math.min(line.length, (this.#target.columns ?? 100) - 1 + invisible);
  }
}
