import { dayMs } from '../../base/clock.ts';
import { accountKey } from '../../graph/model/event.ts';
import { AccountNumbers } from './account-numbers.ts';
import { dollars } from './dollars.ts';
import type { SimulationFormat } from './simulation-format.ts';

/** The transactions and nodes of IBM's AMLSim. A node is fraud when a ring transfer touched it; fraudStep is the first. */
export const amlsim: SimulationFormat = {
  name: 'amlsim',
  file: 'transactions.csv',
  header: 'sourceNodeId,targetNodeId,value,time',
  loses:
    'id, time of day, bank, country, currency (values are US dollars), format, channel, geo, identifiers, label of a transfer',
  encoder() {
    const accounts = new AccountNumbers();
    const fraudSteps = new Map<number, number>();
    const steps = new DaySteps();
    return {
      line(transfer) {
        const { event, truth } = transfer;
        const step = steps.of(event.at);
        const from = accounts.of(accountKey(event.from));
        const to = accounts.of(accountKey(event.to));
        for (const node of truth.fraud ? [from, to] : []) {
          if (!fraudSteps.has(node)) fraudSteps.set(node, step);
        }
        return `${from},${to},${dollars(transfer)},${step}`;
      },
      eventId: (id) => id,
      accountKey: (key) => accounts.known(key),
      sideFiles: () => [{ name: 'nodes.csv', lines: nodeLines(accounts.count, fraudSteps) }],
    };
  },
};

/** Whole days since the day of the first transfer. */
class DaySteps {
  #firstDay = -1;

  of(at: number): number {
    const day = Math.floor(at / dayMs);
    if (this.#firstDay < 0) this.#firstDay = day;
    return day - this.#firstDay;
  }
}

function* nodeLines(count: number, fraudSteps: ReadonlyMap<number, number>): Generator<string> {
  yield 'nodeid,isFraud,init_balance,fraudStep';
  for (let node = 0; node < count; node += 1) {
    const step = fraudSteps.get(node);
    yield `${node},${step === undefined ? 0 : 1},0.00,${step ?? -1}`;
  }
}
