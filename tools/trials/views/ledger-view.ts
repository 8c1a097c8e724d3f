import pg from 'pg';

/** Where the ledger is. */
export interface LedgerProgress {
  /** The epoch of the last taken lease. */
  readonly epoch: number;
  readonly lastSeq: number;
  readonly decisions: number;
  /** Messages of all partitions that are decided or dead: the sum of all positions. */
  readonly consumed: number;
  /** Messages that wait for the publisher. */
  readonly outbox: number;
}

/** A dead letter as the ledger holds it. */
export interface DeadLetterRow {
  readonly source: string;
  readonly position: number;
  readonly raw: Buffer;
  readonly key: Buffer | null;
  readonly headers: readonly (readonly [name: string, base64: string])[] | null;
}

const nothing: LedgerProgress = { epoch: 0, lastSeq: 0, decisions: 0, consumed: 0, outbox: 0 };

const progressText = `select epoch, last_seq, decisions,
    coalesce((select sum(position) from source_position), 0) as consumed,
    (select count(*) from outbox) as outbox
  from ledger_state`;

/** What PostgreSQL answers before the ledger is there, or half there. */
const missingTable = '42P01';
const missingColumn = '42703';

/** Looks at the tables of the ledger through a pool and with statements of its own. */
export class LedgerView {
  readonly #pool: pg.Pool;

  constructor(connectionString: string) {
    this.#pool = new pg.Pool({ connectionString, max: 2 });
    this.#pool.on('error', () => {});
  }

  /** Zeros before the ledger was made. */
  async progress(): Promise<LedgerProgress> {
    try {
      const [row = {}] = await this.#rows<Record<string, string>>(progressText);
      const number = (name: string) => Number(row[name]);
      const [lastSeq, decisions] = [number('last_seq'), number('decisions')];
      return {
        epoch: number('epoch'),
        lastSeq,
        decisions,
        consumed: number('consumed'),
        outbox: number('outbox'),
      };
    } catch (error) {
      if (error instanceof pg.DatabaseError && [missingTable, missingColumn].includes(error.code ?? ''))
        return nothing;
      throw error;
    }
  }

  /** The sequence number of every decision by transaction id, in sequence order; one row more for an id that was decided twice. */
  async decisions(): Promise<readonly { readonly id: string; readonly seq: number }[]> {
    const rows = await this.#rows<{ id: string; seq: string }>(
      'select transaction_id as id, seq from decision order by seq',
    );
    return rows.map(({ id, seq }) => ({ id, seq: Number(seq) }));
  }

  async deadLetters(): Promise<readonly DeadLetterRow[]> {
    const rows = await this.#rows<DeadLetterRow>(
      'select source, position, raw, key, headers from dead_letter',
    );
    return rows.map((row) => ({ ...row, position: Number(row.position) }));
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  async #rows<T extends pg.QueryResultRow>(text: string): Promise<T[]> {
    return (await this.#pool.query<T>(text)).rows;
  }
}
