import { AnelError } from '../../base/errors.ts';
import type { Sql } from '../sql-pool.ts';
import { lockState, type StateRow } from './state.ts';

/** A lease that was taken. */
export interface TakenLease {
  readonly holder: string;
  readonly epoch: number;
}

const isFree = 'id = 1 and (holder is null or holder = $1 or ends_at <= clock_timestamp())';

const freeStatement = { name: 'lease-free', text: `select from lease where ${isFree}` };
const takeStatement = {
  name: 'lease-take',
  text: `update lease set holder = $1, epoch = $2, ends_at = clock_timestamp() + $3 * interval '1 millisecond'
    where ${isFree} returning epoch`,
};
const epochStatement = { name: 'epoch-write', text: 'update ledger_state set epoch = $1 where id = 1' };
const renewStatement = {
  name: 'lease-renew',
  text: `update lease set ends_at = clock_timestamp() + $3 * interval '1 millisecond'
    where id = 1 and holder = $1 and epoch = $2 returning epoch`,
};
const releaseStatement = {
  name: 'lease-release',
  text: `update lease set holder = null, ends_at = '-infinity' where id = 1 and holder = $1 and epoch = $2`,
};

/**
 * Takes the lease inside of a transaction, null while another holder's one runs. The state is locked before the lease, so
 * that whoever waits for a commit to end does not keep the holder from renewing meanwhile.
 */
export async function takeLease(sql: Sql, holder: string, leaseMs: number): Promise<TakenLease | null> {
  if ((await sql.rows(freeStatement, [holder])).length === 0) return null;
  const epoch = (await lockState(sql)).epoch + 1;
  if ((await sql.rows(takeStatement, [holder, epoch, leaseMs])).length === 0) return null;
  await sql.rows(epochStatement, [epoch]);
  return { holder, epoch };
}

/** Lets the lease run for `leaseMs` from now; false when it is not ours any more. Waits for no commit. */
export async function renewLease(sql: Sql, { holder, epoch }: TakenLease, leaseMs: number): Promise<boolean> {
  return (await sql.rows(renewStatement, [holder, epoch, leaseMs])).length > 0;
}

/** Ends the lease at once, if it is still ours. */
export async function releaseLease(sql: Sql, { holder, epoch }: TakenLease): Promise<void> {
  await sql.rows(releaseStatement, [holder, epoch]);
}

/** Throws SUPERSEDED when the locked state carries another epoch than `epoch`. Null is one that never took the lease: not checked. */
export function checkEpoch(state: StateRow, epoch: number | null): void {
  if (epoch === null || epoch === state.epoch) return;
  throw new AnelError(
    'SUPERSEDED',
    `tried to write to the ledger with epoch ${epoch}, but the active scorer has epoch ${state.epoch}; let this process end, the other one goes on`,
  );
}
