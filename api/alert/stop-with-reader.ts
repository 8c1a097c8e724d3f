/** The stream that `open` gives, with a signal that aborts as soon as its reader returns, also while a read is pending. */
export function stopWithReader<T>(open: (signal: AbortSignal) => AsyncIterable<T>): AsyncIterableIterator<T> {
  const stop = new AbortController();
  const stream = open(stop.signal)[Symbol.asyncIterator]();
  return {
    next: () => stream.next(),
    return: async () => {
      stop.abort();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
