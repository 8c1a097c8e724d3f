/** Runs tasks one after the other in the order in which they were added. A task that fails does not stop the next. */
export class WriteQueue {
  #tail: Promise<unknown> = Promise.resolve();

  /** Resolves or rejects as `task` does, which starts when every earlier task has ended. */
  run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#tail.then(task);
    this.#tail = result.catch(() => undefined);
    return result;
  }
}
