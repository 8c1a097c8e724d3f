import type { Contribution } from '../../evidence/minimal-evidence.ts';
import type { RingRole, RingTransfer } from '../../model.ts';
import type { RingFacts } from '../ring-facts.ts';
import type { TimelineEntry } from '../timeline.ts';
import { type Language, languages } from './languages.ts';
import {
  type AmountFact,
  type PassedOnFact,
  type Section,
  type Sentences,
  type ShapeFact,
  sections,
} from './sentences.ts';

/** What a text tells at most of each kind; the exports have everything. */
const toldMax = { names: 6, contributions: 5, mules: 3, shapes: 3, moments: 12 } as const;
/** Confidence below which a shape is said to be unclear, and from which further shapes are mentioned. */
const confidence = { clear: 0.5, mentioned: 0.2 } as const;
/** A second shape with at least this part of the first one's confidence is close to it. */
const closeRatio = 0.8;
/** Contributions below are not worth a sentence. */
const shareMin = 0.01;

const roleOrder: readonly RingRole[] = [
  'SOURCE',
  'COLLECTOR',
  'DISTRIBUTOR',
  'BRIDGE',
  'MULE',
  'SINK',
  'MEMBER',
];

type Writer = (facts: RingFacts, say: Sentences) => readonly string[];

const writers: Record<Section, Writer> = {
  WHAT: what,
  WHO: who,
  MONEY: money,
  WHY: why,
  HISTORY: history,
  UNCERTAIN: uncertain,
};

/** Sections that are lists, a sentence a line. */
const lists: ReadonlySet<Section> = new Set(['WHO', 'WHY', 'HISTORY']);

/**
 * A ring in plain words: a title, then a heading and a paragraph or list for each section that has something to say, with empty lines between
 * them. Which sentences there are depends on the facts alone, so every language says the same. Pure; no line break at the end.
 */
export function explainRing(facts: RingFacts, language: Language): string {
  const { sentences } = languages[language];
  const { ring } = facts;
  const parts = [sentences.title({ ringId: ring.id, typology: ring.typology, status: ring.status })];
  for (const section of sections) {
    const said = writers[section](facts, sentences);
    if (said.length === 0) continue;
    const body = lists.has(section) ? said.map((sentence) => `- ${sentence}`).join('\n') : said.join(' ');
    parts.push(`${sentences.heading(section)}\n${body}`);
  }
  return parts.join('\n\n');
}

function what({ ring, events }: RingFacts, say: Sentences): string[] {
  const [first, last] = [events[0], events.at(-1)];
  const { typology, status, suspicion } = ring;
  return [
    ...(ring.members.length > 0 ? [say.members({ accounts: ring.members.length, typology })] : []),
    ...(first === undefined ? [] : [say.opened(first)]),
    ...(last === undefined ? [] : [say.state({ ...last, status })]),
    say.suspicion({ suspicion }),
  ];
}

function who({ ring }: RingFacts, say: Sentences): string[] {
  return roleOrder.flatMap((role) => {
    const accounts = ring.members.filter((member) => member.role === role).map(({ account }) => account);
    if (accounts.length === 0) return [];
    const named = accounts.slice(0, toldMax.names);
    return [say.role({ role, accounts: accounts.length, named, more: accounts.length - named.length })];
  });
}

function money({ evidence: { transfers }, flow }: RingFacts, say: Sentences): string[] {
  if (transfers.length === 0) return [];
  const times = transfers.map(({ at }) => at);
  const sources = flow.accounts.filter(({ own }) => own > 0).length;
  const receivers = flow.accounts.filter(({ place, kept }) => place !== 'THROUGH' && kept > 0).length;
  const { entered, circulated, left, kept, fees } = flow;
  return [
    say.transfers({
      transfers: transfers.length,
      firstAt: Math.min(...times),
      lastAt: Math.max(...times),
      sums: sumsOf(transfers),
    }),
    say.entered({ enteredCents: entered, sources }),
    ...(circulated > 0 ? [say.circulated({ circulatedCents: circulated })] : []),
    ...(left > 0 ? [say.left({ leftCents: left, receivers })] : []),
    ...(kept > 0 ? [say.kept({ keptCents: kept })] : []),
    ...(fees > 0 ? [say.fees({ feeCents: fees })] : []),
    ...passedOn(flow).map((fact) => say.passedOn(fact)),
  ];
}

/** By currency in alphabetical order. */
function sumsOf(transfers: readonly RingTransfer[]): AmountFact[] {
  const sums = new Map<string, number>();
  for (const { currency, amountMinor } of transfers)
    sums.set(currency, (sums.get(currency) ?? 0) + amountMinor);
  return [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, amountMinor]) => ({ currency, amountMinor }));
}

/** The accounts that passed on most, most first. */
function passedOn({ accounts, links }: RingFacts['flow']): PassedOnFact[] {
  return accounts
    .filter((each) => each.passedOn > 0)
    .sort((a, b) => b.passedOn - a.passedOn || (a.account < b.account ? -1 : 1))
    .slice(0, toldMax.mules)
    .map((each) => {
      const own = links.filter(({ account }) => account === each.account);
      const weighted = own.reduce((sum, { cents, heldMs }) => sum + cents * heldMs, 0);
      return { ...each, heldMs: Math.round(weighted / each.passedOn) };
    });
}

function why({ typologies, contributions, evidence, minimal }: RingFacts, say: Sentences): string[] {
  const [first, ...others] = typologies;
  const shapes = others
    .filter((shape) => shape.typology !== 'RANDOM' && shape.confidence >= confidence.mentioned)
    .slice(0, toldMax.shapes);
  const ofTransfers = evidence.transfers.length;
  return [
    ...(first === undefined ? [] : [say.shape({ ...first, transfers: first.transfers.length, ofTransfers })]),
    ...(shapes.length > 0 ? [say.otherShapes({ shapes })] : []),
    ...contributions
      .filter(({ share }) => share >= shareMin)
      .slice(0, toldMax.contributions)
      .map((contribution) => weigh(contribution, say)),
    ...(minimal.transfers.length + minimal.ties.length === 0
      ? []
      : [
          say.minimal({
            transfers: minimal.transfers.length,
            ofTransfers,
            ties: minimal.ties.length,
            ofTies: evidence.ties.length,
          }),
        ]),
  ];
}

function weigh({ edge, share }: Contribution, say: Sentences): string {
  return edge.kind === 'TRANSFER'
    ? say.transferWeighs({ transfer: edge.transfer, share })
    : say.tieWeighs({ ...edge.tie, share });
}

function history({ timeline }: RingFacts, say: Sentences): string[] {
  const told = timeline.map((entry) => moment(entry, say));
  if (told.length <= toldMax.moments) return told;
  const half = toldMax.moments / 2;
  const leftOut = say.momentsLeftOut({ moments: told.length - toldMax.moments });
  return [...told.slice(0, half), leftOut, ...told.slice(-half)];
}

function moment(entry: TimelineEntry, say: Sentences): string {
  switch (entry.kind) {
    case 'FIRST_TRANSFER':
    case 'LAST_TRANSFER':
    case 'LARGEST_TRANSFER':
      return say.transferMoment(entry);
    case 'BUSIEST_DAY':
      return say.busiestDay(entry);
    case 'PEAK_SUSPICION':
      return say.peak(entry);
    default:
      return say.change(entry);
  }
}

function uncertain(facts: RingFacts, say: Sentences): string[] {
  const { ring, evidence } = facts;
  const kept = evidence.transfers.length;
  const soft = evidence.ties.filter(({ strength }) => strength === 'SOFT').length;
  const currencies = sumsOf(evidence.transfers).map(({ currency }) => currency);
  const ownMoney = facts.flow.accounts.filter(({ place, own }) => place === 'THROUGH' && own > 0);
  const ownCents = ownMoney.reduce((sum, { own }) => sum + own, 0);
  return [
    ...(kept === 0 ? [say.noTransfers()] : []),
    ...(kept > 0 && ring.transferCount > kept
      ? [say.transfersLeftOut({ kept, of: ring.transferCount })]
      : []),
    ...doubtsOfShape(facts.typologies, say),
    ...(ownCents > 0 ? [say.ownMoney({ ownCents, accounts: ownMoney.length })] : []),
    ...(soft > 0 ? [say.softTies({ ties: soft })] : []),
    ...(currencies.some((currency) => currency !== 'USD' && currency !== 'XXX')
      ? [say.converted({ currencies })]
      : []),
    say.noProof(),
  ];
}

function doubtsOfShape([first, second]: readonly ShapeFact[], say: Sentences): string[] {
  if (first === undefined || first.typology === 'RANDOM') return [];
  if (first.confidence < confidence.clear) return [say.unclearShape(first)];
  const close = second !== undefined && second.typology !== 'RANDOM';
  return close && second.confidence >= closeRatio * first.confidence
    ? [say.closeShape({ first, second })]
    : [];
}
