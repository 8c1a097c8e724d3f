import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What one metric is, for the page of metrics. */
export interface MetricEntry {
  readonly section: string;
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly labels: readonly string[];
  readonly help: string;
}

/** Declares the metrics of one service. Every metric is declared at the start, whether or not something feeds it. */
export class MetricCatalogue {
  readonly registry = new Registry();
  readonly entries: MetricEntry[] = [];
  #section = '';

  /** What is declared from now on stands in this section of the page. */
  section(title: string): this {
    this.#section = title;
    return this;
  }

  counter<L extends string = never>(name: string, help: string, labelNames: readonly L[] = []): Counter<L> {
    this.#enter(name, 'counter', labelNames, help);
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }

  gauge<L extends string = never>(name: string, help: string, labelNames: readonly L[] = []): Gauge<L> {
    this.#enter(name, 'gauge', labelNames, help);
    return new Gauge({ name, help, labelNames, registers: [this.registry] });
  }

  histogram<L extends string = never>(
    name: string,
    help: string,
    buckets: readonly number[],
    labelNames: readonly L[] = [],
  ): Histogram<L> {
    this.#enter(name, 'histogram', labelNames, help);
    return new Histogram({ name, help, labelNames, buckets: [...buckets], registers: [this.registry] });
  }

  #enter(name: string, type: MetricEntry['type'], labels: readonly string[], help: string): void {
    this.entries.push({ section: this.#section, name, type, labels, help });
  }
}
