import { describe, expect, it, test } from 'vitest';
import { dayMs, hourMs } from '../../base/clock.ts';
import { textStart } from '../../test/naive/events-from-text.ts';
import { linkLimits, sessionFromText } from '../../test/naive/session-from-text.ts';
import { StampSet } from '../motifs/stamps.ts';
import type { LinkLimits } from './limits.ts';
import { hardKinds, IdentifierSearch, softKinds } from './shared-identifiers.ts';

/** Questions after the events of a text; times in hours, as there. Every text ends with the transfer that a session needs. */
function asked(text: string, caps: Partial<LinkLimits> = {}) {
  const { session, account, keys } = sessionFromText(`${text}, y>z 1 @1`);
  const search = new IdentifierSearch(session.identifiers, linkLimits(caps));
  const at = (hour: number) => textStart + hour * hourMs;
  return {
    shared: (a: string, b: string, hour: number) => search.shared(account(a), account(b), at(hour)),
    linked: (a: string, hour: number) => {
      const found = search.hardLinked(account(a), at(hour), session.accountCount, new StampSet());
      return { ...found, members: keys(found.members) };
    },
    weightWithin: (a: string, hour: number, members: string) =>
      search.softWeightWithin(account(a), at(hour), (other) => members.includes(keys([other]))),
  };
}

const ofTwo = 1 / Math.log2(3);

test('every kind is hard or soft', () => {
  expect([...hardKinds, ...softKinds].sort()).toEqual(['address', 'card', 'device', 'email', 'ip', 'phone']);
});

describe('shared identifiers', () => {
  it('count by kind, hard ones whatever their age, soft ones by weight', () => {
    const uses = 'card:c phone:p device:d ip:i email:e address:a';
    const { shared } = asked(`u uses ${uses} @1, v uses ${uses} @1, u uses device:own @1`);
    const one = { device: 1, ip: 1, phone: 1, email: 1, card: 1, address: 1 };
    const expected = { counts: one, hard: 2, softWeight: 4 * ofTwo, strongestSoft: ofTwo, capped: false };
    expect(shared('u', 'v', 1)).toEqual(expected);
    expect(shared('v', 'u', 1)).toEqual(expected);
    const later = shared('u', 'v', 1 + 24 * 365);
    expect(later).toMatchObject({ counts: one, hard: 2 });
    expect(later.softWeight).toBeLessThan(0.001);
  });

  it('fade by half in each half-life since both used them', () => {
    const text = 'u uses device:d @1, v uses device:d @2, u uses device:d @9, v uses ip:d @2';
    const { shared } = asked(text, { softHalfLifeMs: 4 * hourMs });
    const weights = [2, 6, 10].map((hour) => shared('u', 'v', hour).softWeight);
    expect(weights).toEqual([ofTwo, ofTwo / 2, ofTwo / 4]);
  });

  it('are damped by the number of their accounts, and none past a cap', () => {
    const text = 'u uses device:d @1, v uses device:d @1, w uses device:d @1, x uses device:d @1';
    expect(asked(text, { softAccountsMax: 4 }).shared('u', 'v', 1)).toMatchObject({
      counts: { device: 1 },
      softWeight: 1 / Math.log2(5),
    });
    expect(asked(text, { softAccountsMax: 3 }).shared('u', 'v', 1)).toMatchObject({
      counts: { device: 0 },
      softWeight: 0,
      strongestSoft: 0,
      capped: false,
    });
  });

  it('are seen from the first use of both on, whatever came earlier in the sequence', () => {
    const text =
      'v uses card:c device:d @9, u uses card:c device:d @5, x uses device:d @12, w uses device:d @20';
    const { shared, linked } = asked(text, { softAccountsMax: 3 });
    expect(shared('u', 'v', 8)).toMatchObject({ hard: 0, softWeight: 0 });
    expect(shared('u', 'v', 9)).toMatchObject({ hard: 1, counts: { device: 1 } });
    // x comes as the third account, w makes the device a hub.
    expect(shared('u', 'v', 12).counts.device).toBe(1);
    expect(shared('u', 'v', 20).counts.device).toBe(0);
    expect([linked('u', 8), linked('u', 9), linked('v', 4)].map(({ members }) => members)).toEqual([
      '',
      'v',
      '',
    ]);
  });

  it('of a link that was used later as well are as old as at the time that is asked for', () => {
    const { shared } = asked(
      'u uses device:d @1, v uses device:d @1, u uses device:d @50, v uses device:d @50',
    );
    expect(shared('u', 'v', 9).softWeight).toBe(ofTwo);
  });

  it('are none for an account with itself', () => {
    expect(asked('u uses card:c device:d @1').shared('u', 'u', 1)).toMatchObject({ hard: 0, softWeight: 0 });
  });

  const many = Array.from({ length: 30 }, (_, place) => `u uses device:d${place} card:c${place} @1`);

  it('are looked for along the account that has fewer', () => {
    const text = [...many, 'v uses device:d0 card:c0 @1', 'v uses device:own card:own @1'].join(', ');
    const { shared } = asked(text, { identifiersMax: 2 });
    const expected = { hard: 1, softWeight: ofTwo, capped: false };
    expect([shared('u', 'v', 1), shared('v', 'u', 1)]).toMatchObject([expected, expected]);
  });

  it('of two accounts with many are cut by identifiersMax, which is said', () => {
    const text = [...many, ...many.map((use) => use.replace('u uses', 'v uses'))].join(', ');
    expect(asked(text, { identifiersMax: 20 }).shared('u', 'v', 1)).toMatchObject({ hard: 20, capped: true });
    expect(asked(text, { identifiersMax: 30 }).shared('u', 'v', 1)).toMatchObject({
      hard: 30,
      capped: false,
    });
    const few = asked(text, { stepsMax: 10 }).shared('u', 'v', 1);
    expect(few).toMatchObject({ counts: { device: 5, card: 30 }, capped: true });
  });
});

describe('accounts that share hard identifiers', () => {
  const text =
    'u uses card:c phone:p @1, v uses card:c phone:p @2, w uses phone:p @3, x uses device:c @4, y uses card:q @5';

  it('are distinct and others', () => {
    expect(asked(text).linked('u', 9)).toEqual({ members: 'w v', capped: false });
    expect(asked(text).linked('y', 9)).toEqual({ members: '', capped: false });
  });

  it.each([
    [{ linkedAccountsMax: 1 }, 'w', true],
    [{ linkedAccountsMax: 2 }, 'w v', false],
    [{ stepsMax: 2 }, 'w v', true],
    [{ stepsMax: 5 }, 'w v', false],
  ])('with %j are %s', (caps, members, capped) => {
    expect(asked(text, caps).linked('u', 9)).toEqual({ members, capped });
  });

  it('are cut by identifiersMax, which is said', () => {
    const two = 'u uses card:a @1, v uses card:a @1, u uses card:b @1, w uses card:b @1';
    expect(asked(two, { identifiersMax: 1 }).linked('u', 1)).toEqual({ members: 'w', capped: true });
    expect(asked(two, { identifiersMax: 2 }).linked('u', 1)).toEqual({ members: 'w v', capped: false });
  });
});

describe('the weight of soft identifiers within a group', () => {
  const text =
    'u uses device:d ip:i card:c @1, v uses device:d ip:i card:c @1, w uses ip:i @1, x uses email:e @1';
  const ofThree = 1 / Math.log2(4);

  it('adds up over identifiers and accounts of the group', () => {
    const { weightWithin } = asked(text);
    expect(weightWithin('u', 1, 'vw')).toEqual({ weight: ofThree + ofThree + ofTwo, capped: false });
    expect(weightWithin('u', 1, 'v').weight).toBe(ofThree + ofTwo);
    expect(weightWithin('u', 1, 'w').weight).toBe(ofThree);
    expect(weightWithin('x', 1, 'uvw').weight).toBe(0);
  });

  it('leaves hubs out, and says when a cap cut it', () => {
    expect(asked(text, { softAccountsMax: 2 }).weightWithin('u', 1, 'vw')).toEqual({
      weight: ofTwo,
      capped: false,
    });
    expect(asked(text, { stepsMax: 3 }).weightWithin('u', 1, 'vw')).toEqual({ weight: ofTwo, capped: true });
  });

  it('fades like every soft link', () => {
    const { weightWithin } = asked(text, { softHalfLifeMs: dayMs });
    expect(weightWithin('u', 25, 'w').weight).toBe(ofThree / 2);
  });
});
