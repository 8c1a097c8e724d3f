import neo4j, { type Driver } from 'neo4j-driver';
import type { Config } from '../../../base/config.ts';

/** What Neo4j holds of one event. */
export interface StoredEvent {
  readonly id: string;
  readonly seq: number;
  readonly isTransfer: boolean;
  readonly isReversed: boolean;
}

const everything = `MATCH ()-[t:TRANSFERRED]->()
  RETURN t.id AS id, t.seq AS seq, true AS isTransfer, t.reversedAt IS NOT NULL AS isReversed
  UNION ALL
  MATCH (e:Event) RETURN e.id AS id, e.seq AS seq, false AS isTransfer, false AS isReversed`;

/** Looks at Neo4j through a driver and with queries of its own. */
export class GraphView {
  readonly #driver: Driver;
  readonly #database: string;

  constructor({ url, user, password, database }: Config['graph']['neo4j']) {
    this.#driver = neo4j.driver(url, neo4j.auth.basic(user, password ?? ''), {
      disableLosslessIntegers: true,
    });
    this.#database = database;
  }

  /** Every relationship TRANSFERRED and every node Event, in no order. */
  async events(): Promise<readonly StoredEvent[]> {
    return await this.#rows<StoredEvent>(everything);
  }

  /** The last sequence number that a committed batch got; 0 before there is any. */
  async lastSeq(): Promise<number> {
    const [row] = await this.#rows<{ last: number }>(
      "MATCH (s:Sequence {id: 'events'}) RETURN s.last AS last",
    );
    return row?.last ?? 0;
  }

  async close(): Promise<void> {
    await this.#driver.close();
  }

  async #rows<T>(text: string): Promise<T[]> {
    const { records } = await this.#driver.executeQuery(text, {}, { database: this.#database });
    return records.map((record) => record.toObject() as T);
  }
}
