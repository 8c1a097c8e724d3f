import { accountKey, type SequencedEvent } from '../../graph/model/event.ts';

/** The limits of what is remembered of authentications and logs. */
export interface ActivityLimits {
  readonly activitiesMax: number;
  readonly activitiesPerAccountMax: number;
}

interface Act {
  readonly account: string;
  readonly kind: 'success' | 'failure' | 'change';
  readonly at: number;
  /** Its place among all that count as an activity. */
  readonly nth: number;
}

/** The actions of the streams that change something sensitive, spelled as they are there. */
const sensitive = ['PhoneChanged', 'payee-added', 'limit raised', 'address.change'];

/** What the session remembers of authentications, logs and devices, by the words of its contract and from plain lists. */
export class NaiveActivity {
  readonly #remembered: readonly Act[];
  readonly #lost: readonly Act[];
  readonly #devices: readonly { readonly account: string; readonly device: string; readonly at: number }[];

  constructor(log: readonly SequencedEvent[], limits: ActivityLimits) {
    let remembered: Act[] = [];
    const lost: Act[] = [];
    for (const act of actsOf(log)) {
      const tooOld = remembered.filter(({ nth }) => nth <= act.nth - limits.activitiesMax);
      remembered = [...remembered.filter((other) => !tooOld.includes(other)), act];
      const own = remembered.filter(({ account }) => account === act.account);
      const oldestFirst = own.sort((a, b) => a.at - b.at || a.nth - b.nth);
      const tooMany = oldestFirst.slice(0, Math.max(0, own.length - limits.activitiesPerAccountMax));
      remembered = remembered.filter((other) => !tooMany.includes(other));
      lost.push(...tooOld, ...tooMany);
    }
    this.#remembered = remembered;
    this.#lost = lost;
    this.#devices = log.flatMap(({ event }) => {
      if (event.kind === 'reversal' || event.kind === 'label' || event.device === undefined) return [];
      const account = accountKey(event.kind === 'transfer' ? event.from : event.account);
      return [{ account, device: event.device, at: event.at }];
    });
  }

  /** Times of what an account did up to a moment and after `span` before it. */
  before(account: string, kind: Act['kind'], at: number, span: number): number[] {
    return this.#remembered
      .filter((act) => act.account === account && act.kind === kind && act.at <= at && act.at > at - span)
      .map((act) => act.at);
  }

  /** Times of what was dropped at a limit. */
  lost(account: string): number[] {
    return this.#lost.filter((act) => act.account === account).map((act) => act.at);
  }

  deviceSince(account: string, device: string): number {
    const uses = this.#devices.filter((use) => use.account === account && use.device === device);
    return Math.min(...uses.map(({ at }) => at));
  }

  /** Devices first used up to a moment and after `span` before it; the account's very first device is none of them. */
  newDevices(account: string, at: number, span: number): number {
    const own = this.#devices.filter((use) => use.account === account && use.at <= at);
    const since = [...new Set(own.map(({ device }) => device))].map((name) =>
      this.deviceSince(account, name),
    );
    const [, ...others] = since.sort((a, b) => a - b);
    return others.filter((time) => time > at - span).length;
  }
}

function actsOf(log: readonly SequencedEvent[]): Act[] {
  const acts: Act[] = [];
  for (const { event } of log) {
    const nth = acts.length;
    if (event.kind === 'authentication')
      acts.push({ account: accountKey(event.account), kind: event.outcome, at: event.at, nth });
    if (event.kind === 'log' && sensitive.includes(event.action))
      acts.push({ account: accountKey(event.account), kind: 'change', at: event.at, nth });
  }
  return acts;
}
