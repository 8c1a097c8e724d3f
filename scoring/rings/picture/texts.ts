import type { IdentifierKind } from '../../../graph/model/event.ts';
import type { Typology } from '../model.ts';
import type { PictureRole } from './picture-graph.ts';

/** English and European Portuguese. */
export type PictureLanguage = 'en' | 'pt';

/** Every word of a picture. */
export interface PictureTexts {
  readonly ring: string;
  readonly suspicion: string;
  readonly accounts: (count: number) => string;
  readonly transfers: (count: number) => string;
  /** A sum of several transfers. */
  readonly inTransfers: (money: string, count: number) => string;
  readonly bold: string;
  readonly faint: string;
  readonly width: string;
  readonly shared: string;
  readonly typologies: Readonly<Record<Typology, string>>;
  readonly roles: Readonly<Record<PictureRole, string>>;
  readonly identifiers: Readonly<Record<IdentifierKind, string>>;
  readonly months: readonly string[];
  readonly decimal: string;
  readonly thousands: string;
  /** An amount with the name of the reference currency. */
  readonly money: (amount: string) => string;
  /** Of thousands, millions, billions and trillions. */
  readonly scales: readonly [string, string, string, string];
}

const en: PictureTexts = {
  ring: 'Ring',
  suspicion: 'Suspicion',
  accounts: (count) => (count === 1 ? '1 account' : `${count} accounts`),
  transfers: (count) => (count === 1 ? '1 transfer' : `${count} transfers`),
  inTransfers: (money, count) => `${money} in ${count}`,
  bold: 'minimal evidence',
  faint: 'other evidence',
  width: 'the wider, the more money',
  shared: 'shared identifier',
  typologies: {
    FAN_OUT: 'Fan-out',
    FAN_IN: 'Fan-in',
    GATHER_SCATTER: 'Gather-scatter',
    SCATTER_GATHER: 'Scatter-gather',
    CYCLE: 'Cycle',
    RANDOM: 'No known shape',
    BIPARTITE: 'Bipartite',
    STACK: 'Stack',
    CHAIN: 'Chain',
    BUST_OUT: 'Bust-out',
  },
  roles: {
    SOURCE: 'source',
    COLLECTOR: 'collector',
    MULE: 'mule',
    DISTRIBUTOR: 'distributor',
    SINK: 'sink',
    BRIDGE: 'bridge',
    MEMBER: 'member',
    OTHER: 'not a member',
  },
  identifiers: {
    device: 'device',
    ip: 'IP address',
    phone: 'phone',
    email: 'e-mail',
    card: 'card',
    address: 'address',
  },
  months: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
  decimal: '.',
  thousands: ',',
  money: (amount) => `$${amount}`,
  scales: ['k', 'M', 'bn', 'tn'],
};

const pt: PictureTexts = {
  ring: 'Anel',
  suspicion: 'Suspeita',
  accounts: (count) => (count === 1 ? '1 conta' : `${count} contas`),
  transfers: (count) => (count === 1 ? '1 transferência' : `${count} transferências`),
  inTransfers: (money, count) => `${money} em ${count}`,
  bold: 'indícios essenciais',
  faint: 'outros indícios',
  width: 'quanto mais larga, mais dinheiro',
  shared: 'identificador partilhado',
  typologies: {
    FAN_OUT: 'Distribuição em leque',
    FAN_IN: 'Recolha em leque',
    GATHER_SCATTER: 'Recolha e dispersão',
    SCATTER_GATHER: 'Dispersão e recolha',
    CYCLE: 'Ciclo',
    RANDOM: 'Sem forma conhecida',
    BIPARTITE: 'Grupo bipartido',
    STACK: 'Camadas',
    CHAIN: 'Cadeia',
    BUST_OUT: 'Esvaziamento súbito',
  },
  roles: {
    SOURCE: 'origem',
    COLLECTOR: 'coletora',
    MULE: 'mula',
    DISTRIBUTOR: 'distribuidora',
    SINK: 'destino',
    BRIDGE: 'ponte',
    MEMBER: 'membro',
    OTHER: 'fora do anel',
  },
  identifiers: {
    device: 'dispositivo',
    ip: 'endereço IP',
    phone: 'telefone',
    email: 'e-mail',
    card: 'cartão',
    address: 'endereço',
  },
  months: ['jan', 'fev', 'mar', 'abr', 'mai', 'jun', 'jul', 'ago', 'set', 'out', 'nov', 'dez'],
  decimal: ',',
  thousands: '\u00a0',
  money: (amount) => `${amount}\u00a0USD`,
  scales: [' mil', ' M', ' mil M', ' B'],
};

/** The words of a picture in each language. */
export const pictureTexts: Readonly<Record<PictureLanguage, PictureTexts>> = { en, pt };

/** Whole units of the reference currency with separators: 1234567 cents are `$12,346`. */
export function moneyText(cents: number, { money, thousands }: PictureTexts): string {
  return money(String(Math.round(cents / 100)).replace(/\B(?=(\d{3})+$)/g, thousands));
}

/** At most three digits and a scale: 1234567 cents are `$12.3k`. */
export function shortMoneyText(cents: number, texts: PictureTexts): string {
  let [amount, scale] = [cents / 100, -1];
  while (scale < texts.scales.length - 1 && amount >= 999.5) [amount, scale] = [amount / 1000, scale + 1];
  const digits = amount >= 99.95 || scale < 0 ? 0 : amount >= 9.995 ? 1 : 2;
  const text = amount.toFixed(digits).replace('.', texts.decimal);
  return texts.money(text + (texts.scales[scale] ?? ''));
}

/** A time in UTC to the minute, such as `5 Mar 2026 14:07`, the year only when asked for. */
function timeText(at: number, { months }: PictureTexts, withYear: boolean): string {
  const time = new Date(at);
  const [hours, minutes] = [time.getUTCHours(), time.getUTCMinutes()].map((part) =>
    String(part).padStart(2, '0'),
  );
  const day = `${time.getUTCDate()} ${months[time.getUTCMonth()]}`;
  return `${day}${withYear ? ` ${time.getUTCFullYear()}` : ''} ${hours}:${minutes}`;
}

/** The first and the last time, or the one when they fall into the same minute; the day once when it is the same. */
export function periodText(firstAt: number, lastAt: number, texts: PictureTexts, withYear: boolean): string {
  const [first, last] = [firstAt, lastAt].map((at) => timeText(at, texts, withYear)) as [string, string];
  if (first === last) return first;
  const sameDay = first.slice(0, -5) === last.slice(0, -5) && lastAt - firstAt < 86_400_000;
  return `${first} – ${sameDay ? last.slice(-5) : last}`;
}
