import type { ResultSummary } from 'neo4j-driver';
import type { Log } from '../../../base/log.ts';

/** Distinct notifications that are remembered as logged; beyond, all of them may be logged again. */
const rememberedMax = 1000;

/** Logs what the server remarks about a query (a plan that is slow, a deprecated form), each remark about a query once. */
export class NotificationLog {
  readonly #log: Log;
  readonly #logged = new Set<string>();

  constructor(log: Log) {
    this.#log = log;
  }

  add(text: string, summary: ResultSummary): void {
    for (const { code, title, description, severityLevel, rawCategory } of summary.notifications) {
      // A label or a key that no node has yet is how every new store begins.
      if (rawCategory === 'UNRECOGNIZED') continue;
      const key = `${code}\0${text}`;
      if (this.#logged.has(key)) continue;
      if (this.#logged.size >= rememberedMax) this.#logged.clear();
      this.#logged.add(key);
      const fields = { code, title, description, query: text };
      if (severityLevel === 'WARNING') this.#log.warn(fields, 'Neo4j warns about a query');
      else this.#log.info(fields, 'Neo4j remarks on a query');
    }
  }
}
