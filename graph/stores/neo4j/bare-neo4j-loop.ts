import neo4j from 'neo4j-driver';
import type { Config } from '../../../base/config.ts';
import { openLog } from '../../../base/log.ts';
import type { TransferEvent } from '../../model/event.ts';
import { openNeo4jDriver } from './open-neo4j-driver.ts';

/** A loop over the bare driver, to measure the graph store against. */
export interface BareLoop {
  /** Writes one batch of transfers between accounts that exist, in one transaction, and waits for it. */
  write(transfers: readonly TransferEvent[]): Promise<void>;
  close(): Promise<void>;
}

const makeAccounts = 'UNWIND $ids AS id MERGE (:Account {id: id})';
const makeTransfers = `UNWIND $rows AS row
MATCH (a:Account {id: row.from})
MATCH (b:Account {id: row.to})
CREATE (a)-[:TRANSFERRED {id: row.id, seq: row.seq, at: row.at, seenAt: row.seenAt, amount: row.amount,
  currency: row.currency, format: row.format, deviceId: row.deviceId, ip: row.ip}]->(b)`;

/**
 * The yardstick of `anel bench ingest`: what the server and its driver do for anybody who matches two accounts and creates a relationship
 * with the columns of a transfer, one object a row as the driver's own examples do, without looking whether it is there. Makes the
 * accounts first.
 */
export async function bareNeo4jLoop(
  settings: Config['graph']['neo4j'],
  accounts: readonly string[],
): Promise<BareLoop> {
  const driver = openNeo4jDriver(settings, openLog('silent'));
  let seq = 1e12;
  const run = async (text: string, parameters: Record<string, unknown>) => {
    const session = driver.session({ database: settings.database });
    await session
      .executeWrite((transaction) => transaction.run(text, parameters))
      .finally(() => session.close());
  };
  for (let start = 0; start < accounts.length; start += 1000)
    await run(makeAccounts, { ids: accounts.slice(start, start + 1000) });
  const rowOf = ({ id, from, to, at, seenAt, amountMinor, currency, format, device, ip }: TransferEvent) => ({
    id,
    seq: neo4j.int(++seq),
    from: from.account,
    to: to.account,
    at: neo4j.int(at),
    seenAt: neo4j.int(seenAt),
    amount: neo4j.int(amountMinor),
    currency,
    format,
    deviceId: device ?? null,
    ip: ip ?? null,
  });
  return {
    write: (transfers) => run(makeTransfers, { rows: transfers.map(rowOf) }),
    close: () => driver.close(),
  };
}
