import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plantedRing } from '../../../bench/drawing/planted-rings.ts';
import type { RingMember, RingTie, RingTransfer } from '../model.ts';
import { typologies } from '../model.ts';
import { drawRing, layOutRing, type RingPicture } from './draw-ring.ts';
import { type Box, cornersOf, holds, overlaps, pointsAlong } from './geometry.ts';
import { picturedRings } from './pictured-ring.arbitrary.ts';
import type { PicturedRing } from './pictured-ring.ts';
import { textWidth } from './text-width.ts';

/** Ends with the first element that is not closed where it should be: what a parser of XML would refuse. */
function expectWellFormed(xml: string): void {
  const open: string[] = [];
  const markup = /<(\/?)([a-z]+)((?: [\w:-]+="[^"<]*")*)(\/?)>|([^<]+)/gy;
  let end = 0;
  for (const [whole, closes, name, attributes, empty, text] of xml.matchAll(markup)) {
    end += whole.length;
    expect((attributes ?? text ?? '').replaceAll(/&(amp|lt|gt|quot|#39);/g, '')).not.toContain('&');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(whole).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
    if (closes) expect(open.pop()).toBe(name);
    else if (name !== undefined && !empty) open.push(name);
  }
  expect(end).toBe(xml.length);
  expect(open).toEqual([]);
  expect(() => encodeURIComponent(xml), 'halves of surrogate pairs').not.toThrow();
}

function boxesOf({ scene, texts }: RingPicture): Box[] {
  const labels = [...scene.nodes, ...scene.links].flatMap(({ label }) => (label === null ? [] : [label.box]));
  const lines = texts.map(({ x, y, text, style }): Box => {
    const width = textWidth(text, style);
    return { x: x + width / 2, y: y - style.size * 0.36, width, height: style.size };
  });
  return [...scene.nodes.map(({ box }) => box), ...labels, ...lines];
}

function expectGoodPicture(pictured: PicturedRing): void {
  const picture = layOutRing(pictured, 'en');
  const { width, height, scene } = picture;
  const boxes = boxesOf(picture);
  for (const [place, box] of boxes.entries()) {
    const other = boxes.slice(place + 1).find((each) => overlaps(box, each, -0.01));
    expect(other === undefined ? null : [box, other]).toBeNull();
  }
  const page = { x: width / 2, y: height / 2, width, height };
  const lines = [...scene.links, ...scene.ties].flatMap(({ curve }) => pointsAlong(curve, 8));
  const outside = [...boxes.flatMap(cornersOf), ...lines].filter((point) => !holds(page, point, 0.1));
  expect(outside).toEqual([]);
  const accounts = new Set(scene.nodes.map(({ node }) => node.account));
  expect(pictured.ring.members.filter(({ account }) => !accounts.has(account))).toEqual([]);
  expect(scene.links.reduce((sum, { link }) => sum + link.count, 0)).toBe(pictured.evidence.transfers.length);
}

describe.each(typologies)('a planted ring of typology %s', (typology) => {
  it.each([3, 5, 12, 30, 60, 100, 300])('of %i members has all members, no overlaps, and fits', (members) => {
    const pictured = plantedRing({
      typology,
      members: Math.max(members, typology === 'STACK' ? 6 : 4),
      seed: 7,
    });
    expectGoodPicture(pictured);
    const svg = drawRing(pictured);
    expectWellFormed(svg);
    expect(drawRing(structuredClone(pictured))).toBe(svg);
  });
});

describe('any ring', () => {
  it('has all members and transfers, no overlaps, fits, is well-formed and the same every time', () => {
    fc.assert(
      fc.property(picturedRings, (pictured) => {
        expectGoodPicture(pictured);
        const svg = drawRing(pictured, { language: 'pt' });
        expectWellFormed(svg);
        expect(drawRing(structuredClone(pictured), { language: 'pt' })).toBe(svg);
      }),
      { numRuns: 150 },
    );
  });
});

const member = (account: string): RingMember => ({ account, role: 'MULE', sinceSeq: 1, sinceAt: 0 });
const transfer = (seq: number, from: string, to: string, referenceCents: number): RingTransfer => ({
  seq,
  transactionId: `t${seq}`,
  at: Date.UTC(2026, 4, 6, 7, seq),
  from,
  to,
  amountMinor: referenceCents,
  currency: 'USD',
  referenceCents,
  score: 0.9,
});
const tie: RingTie = {
  kind: 'phone',
  identifier: '1',
  accounts: ['a', 'c'],
  strength: 'HARD',
  weight: 1,
  at: 0,
};
const small: PicturedRing = {
  ring: { id: 'ring-1', typology: 'CHAIN', suspicion: 0.75, members: ['a', 'b'].map(member) },
  evidence: {
    transfers: [transfer(1, 'a', 'b', 100_000), transfer(2, 'a', 'b', 25_000), transfer(3, 'b', 'c', 9_900)],
    ties: [tie],
  },
  minimal: { transfers: [transfer(1, 'a', 'b', 100_000)], ties: [] },
};

describe('a small ring', () => {
  const { scene } = layOutRing(small, 'en');

  it('bundles the transfers of a pair, bold when one of them is minimal evidence', () => {
    expect(scene.links.map(({ link }) => [link.count, link.cents, link.bold])).toEqual([
      [2, 125_000, true],
      [1, 9_900, false],
    ]);
    expect(scene.links[0]!.width).toBeGreaterThan(2 * scene.links[1]!.width);
  });

  it('shows sums and times on arrows, and identifiers that accounts share', () => {
    expect(scene.links.map(({ label }) => label?.lines.map(({ text }) => text))).toEqual([
      ['$1.25k in 2', '6 May 07:01 – 07:02'],
      ['$99', '6 May 07:03'],
    ]);
    expect(drawRing(small)).toContain('<title>a – c: phone</title>');
  });

  it('draws an account that is no member as such', () => {
    expect(scene.nodes.map(({ node }) => [node.account, node.role])).toEqual([
      ['a', 'MULE'],
      ['b', 'MULE'],
      ['c', 'OTHER'],
    ]);
  });

  it('lets money flow to the right', () => {
    const [a, b, c] = scene.nodes.map(({ box }) => box.x);
    expect(a).toBeLessThan(b!);
    expect(b).toBeLessThan(c!);
  });

  it('says what it is to those who cannot see it, in both languages', () => {
    expect(drawRing(small)).toContain(
      '<desc id="ring-description">Chain · Suspicion 75%. 3 accounts · 3 transfers · $1,349 · 6 May 2026 07:01 – 07:03 UTC</desc>',
    );
    expect(drawRing(small, { language: 'pt' })).toContain(
      'Cadeia · Suspeita 75%. 3 contas · 3 transferências · 1\u00a0349\u00a0USD',
    );
  });

  it('shows as wide as asked for, and needs nothing from outside', () => {
    const svg = drawRing(small, { width: 280 });
    expect(svg).toMatch(/^<svg [^>]* width="280" /);
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(
      /https?:|url\(|@import|<script|<style|href/,
    );
  });
});

it('draws a ring without evidence and one without members', () => {
  const evidence = { transfers: [], ties: [] };
  for (const members of [[], ['a', 'b', 'c'].map(member)]) {
    const pictured: PicturedRing = { ring: { ...small.ring, members }, evidence, minimal: evidence };
    expectGoodPicture(pictured);
    expectWellFormed(drawRing(pictured));
  }
});
