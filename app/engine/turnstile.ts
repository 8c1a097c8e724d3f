/** Lets tasks through one at a time, in the order in which they came. A failed task does not stop the next. */
export class Turnstile {
  #last: Promise<unknown> = Promise.resolve();

  /** Runs the task when all earlier ones have settled. */
  run<T>(task: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(task, task);
    this.#last = turn.catch(() => {});
    return turn;
  }

  /** Resolves when every task that was given so far has settled. */
  async idle(): Promise<void> {
    await this.#last;
  }
}
