import type { AlertBus, AlertNews } from './alert-bus.ts';

/** News within one process: the whole bus where there is one process only. */
export class InProcessAlertBus implements AlertBus {
  readonly #listeners = new Set<(news: AlertNews) => void>();

  publish(news: AlertNews): void {
    for (const listener of this.#listeners) listener(news);
  }

  subscribe(listener: (news: AlertNews) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }
}
