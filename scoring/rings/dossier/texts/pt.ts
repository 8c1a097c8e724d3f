import type { IdentifierKind } from '../../../../graph/model/event.ts';
import { kindStrengths } from '../../entities/kind-strength.ts';
import { maskedIdentifier } from '../../entities/masked-identifier.ts';
import type { RingCause, RingEventKind, RingRole, RingStatus, RingTransfer, Typology } from '../../model.ts';
import type { ChangeEntry, TransferEntry } from '../timeline.ts';
import {
  type NumberStyle,
  writeCount,
  writeDay,
  writeDuration,
  writeMinute,
  writeMoney,
  writeScore,
  writeShare,
} from './number-style.ts';
import type { LanguageTexts, NamedAccounts, Section, ShapeFact } from './sentences.ts';

const style: NumberStyle = {
  decimal: ',',
  group: '\u00a0',
  groupFrom: 5,
  percent: '\u00a0%',
  currencyFirst: false,
  months: [
    'janeiro',
    'fevereiro',
    'março',
    'abril',
    'maio',
    'junho',
    'julho',
    'agosto',
    'setembro',
    'outubro',
    'novembro',
    'dezembro',
  ],
  dateJoin: ' de ',
};

const count = (value: number, one: string, many = `${one}s`) =>
  `${writeCount(value, style)} ${value === 1 ? one : many}`;
const share = (value: number) => writeShare(value, style);
const score = (value: number) => writeScore(value, style);
const money = (minor: number, currency: string) => writeMoney(minor, currency, style);
const reference = (cents: number) => money(cents, 'USD');
const minute = (at: number) => writeMinute(at, style, ', ');
const list = (words: readonly string[]) =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} e ${words.at(-1)}`;
const names = ({ named, more }: NamedAccounts) =>
  more === 0 ? list(named) : `${named.join(', ')} e mais ${writeCount(more, style)}`;

const headings: Record<Section, string> = {
  WHAT: 'O que é',
  WHO: 'Quem faz o quê',
  MONEY: 'Como circulou o dinheiro',
  WHY: 'Porque é suspeito',
  HISTORY: 'O que aconteceu e quando',
  UNCERTAIN: 'O que não é certo',
};

const shapes: Record<Typology, { readonly name: string; readonly told: string }> = {
  FAN_OUT: { name: 'distribuição em leque', told: 'uma conta paga a muitas' },
  FAN_IN: { name: 'recolha em leque', told: 'muitas contas pagam a uma' },
  GATHER_SCATTER: {
    name: 'recolha e dispersão',
    told: 'várias contas pagam a uma, que paga a várias outras',
  },
  SCATTER_GATHER: {
    name: 'dispersão e recolha',
    told: 'uma conta paga a várias, que pagam todas a uma mesma outra',
  },
  CYCLE: { name: 'ciclo', told: 'o dinheiro volta ao ponto de partida' },
  RANDOM: {
    name: 'sem forma conhecida',
    told: 'nenhuma forma conhecida explica como o dinheiro nele circula',
  },
  BIPARTITE: { name: 'grupo bipartido', told: 'um grupo de contas paga a cada conta de outro grupo' },
  STACK: { name: 'camadas', told: 'o dinheiro atravessa camadas de várias contas cada uma' },
  CHAIN: { name: 'cadeia', told: 'o dinheiro passa de conta em conta' },
  BUST_OUT: {
    name: 'esvaziamento súbito',
    told: 'contas com bom nome pagam a um ou dois beneficiários, que entregam parte a um organizador',
  },
};

const roles: Record<RingRole, readonly [string, string]> = {
  SOURCE: ['origem de onde vem o dinheiro', 'origens de onde vem o dinheiro'],
  COLLECTOR: ['coletora do que outras pagam', 'coletoras do que outras pagam'],
  MULE: ['mula que passa o dinheiro adiante', 'mulas que passam o dinheiro adiante'],
  DISTRIBUTOR: ['distribuidora para muitas outras', 'distribuidoras para muitas outras'],
  SINK: ['destino onde o dinheiro acaba', 'destinos onde o dinheiro acaba'],
  BRIDGE: ['ponte que recolhe e distribui', 'pontes que recolhem e distribuem'],
  MEMBER: ['membro sem papel próprio', 'membros sem papel próprio'],
};

const causes: Record<RingCause, string> = {
  FLAGGED_TRANSFER: 'devido a uma transferência sinalizada',
  MOTIF: 'devido a uma transferência que completou uma forma',
  DENSE_GROUP: 'devido a um grupo denso de contas',
  COMMUNITY: 'devido a um novo cálculo das comunidades',
  SHARED_IDENTIFIER: 'devido a um identificador partilhado',
  RING: 'devido a outro anel',
  REVERSAL: 'devido a um estorno',
  LABEL: 'devido a uma conta confirmada como legítima',
  IDLE: 'devido a um período sem novidades',
  CAPACITY: 'devido ao limite de anéis acompanhados',
};

const statuses: Record<RingStatus, string> = {
  OPEN: 'aberto',
  DORMANT: 'adormecido',
  MERGED: 'integrado noutro',
  CLOSED: 'encerrado',
};

const states: Record<RingStatus, (at: string, because: string, other: string | null) => string> = {
  OPEN: (at, because) => `Está aberto; a última alteração foi a ${at}, ${because}`,
  DORMANT: (at, because) => `Está adormecido desde ${at}, ${because}`,
  MERGED: (at, _, other) => `Foi integrado no anel ${other} a ${at}`,
  CLOSED: (at, because) => `Foi encerrado a ${at}, ${because}`,
};

const kinds: Record<IdentifierKind, string> = {
  device: 'o dispositivo',
  ip: 'o endereço IP',
  phone: 'o telefone',
  email: 'o endereço de correio eletrónico',
  card: 'o cartão',
  address: 'a morada',
};

const changes: Record<RingEventKind, (other: string | null) => string> = {
  BORN: (other) => (other === null ? 'o anel foi aberto' : `o anel separou-se do anel ${other}`),
  GREW: (other) => (other === null ? 'cresceu' : `absorveu o anel ${other}`),
  SHRANK: () => 'encolheu',
  MERGED: (other) => `foi integrado no anel ${other}`,
  SPLIT: (other) => `o anel ${other} separou-se dele`,
  DORMANT: () => 'adormeceu',
  REOPENED: () => 'foi reaberto',
  CLOSED: () => 'foi encerrado',
};

const moments: Record<TransferEntry['kind'], string> = {
  FIRST_TRANSFER: 'primeira transferência',
  LAST_TRANSFER: 'última transferência',
  LARGEST_TRANSFER: 'maior transferência',
};

const shapeOf = ({ typology, confidence }: ShapeFact) => `${shapes[typology].name} (${share(confidence)})`;

function transferText({ transactionId, amountMinor, currency, from, to }: RingTransfer): string {
  return `${transactionId} de ${money(amountMinor, currency)}, de ${from} para ${to}`;
}

function changeText(entry: ChangeEntry): string {
  const { kind, joined, left, transfersAdded, transfersRetracted, otherRingId } = entry;
  const parts = [
    joined.length > 0 ? `${count(joined.length, 'conta entrou', 'contas entraram')}` : '',
    left.length > 0 ? `${count(left.length, 'conta saiu', 'contas saíram')}` : '',
    transfersAdded > 0 ? `mais ${count(transfersAdded, 'transferência')}` : '',
    transfersRetracted > 0 ? `menos ${count(transfersRetracted, 'transferência')}` : '',
    `suspeita ${score(entry.suspicion)}`,
  ].filter((part) => part !== '');
  return `${minute(entry.at)}: ${changes[kind](otherRingId)} ${causes[entry.cause]} (${parts.join(', ')}).`;
}

/** European Portuguese, in the spelling of 1990. */
export const portuguese: LanguageTexts = {
  name: 'Português',
  sentences: {
    title: ({ ringId, typology, status }) => `Anel ${ringId}: ${shapes[typology].name}, ${statuses[status]}`,
    heading: (section) => headings[section],

    members: ({ accounts, typology }) =>
      `É um grupo de ${count(accounts, 'conta')} com ligações por transferências suspeitas ou identificadores partilhados: ${shapes[typology].told}.`,
    opened: ({ at, cause, otherRingId }) =>
      `Foi detetado a ${minute(at)}, ${causes[cause]}${otherRingId === null ? '' : ` (${otherRingId})`}.`,
    state: ({ status, at, cause, otherRingId }) =>
      `${states[status](minute(at), causes[cause], otherRingId)}.`,
    suspicion: ({ suspicion }) => `A suspeita é de ${score(suspicion)} numa escala de 0 a 1.`,

    role: ({ role, accounts, ...named }) =>
      `${count(accounts, roles[role][0], roles[role][1])}: ${names(named)}.`,

    transfers: ({ transfers, firstAt, lastAt, sums }) =>
      `Os indícios são ${count(transfers, 'transferência')} entre ${minute(firstAt)} e ${minute(lastAt)}, num total de ${list(sums.map((sum) => money(sum.amountMinor, sum.currency)))}.`,
    entered: ({ enteredCents, sources }) =>
      `Entraram ${reference(enteredCents)}, a partir de ${count(sources, 'conta')}.`,
    circulated: ({ circulatedCents }) =>
      `Circularam ${reference(circulatedCents)} entre membros que recebem e enviam.`,
    left: ({ leftCents, receivers }) =>
      `Saíram ${reference(leftCents)}, para ${count(receivers, 'conta que não os enviou', 'contas que não os enviaram')} adiante.`,
    kept: ({ keptCents }) => `Ficaram ${reference(keptCents)} em membros intermédios.`,
    fees: ({ feeCents }) => `Perderam-se ${reference(feeCents)} pelo caminho, como acontece com comissões.`,
    passedOn: ({ account, received, passedOn, kept, heldMs }) =>
      `${account} recebeu ${reference(received)}, passou adiante ${reference(passedOn)} (${share(passedOn / received)}) ao fim de ${writeDuration(heldMs, style)} em média, e ficou com ${reference(kept)}.`,

    shape: ({ typology, confidence, transfers, ofTransfers }) =>
      typology === 'RANDOM'
        ? `Nenhuma forma conhecida explica as ${count(ofTransfers, 'transferência')} com uma confiança superior a ${share(confidence)}.`
        : `A forma mais clara é ${shapes[typology].name}, com uma confiança de ${share(confidence)}: ${shapes[typology].told} (${writeCount(transfers, style)} de ${count(ofTransfers, 'transferência')}).`,
    otherShapes: (fact) => `Outras formas que nele se reconhecem: ${list(fact.shapes.map(shapeOf))}.`,
    transferWeighs: ({ transfer, share: part }) =>
      `A transferência ${transferText(transfer)}, a ${minute(transfer.at)} (pontuação ${score(transfer.score)}), representa ${share(part)} da suspeita.`,
    tieWeighs: ({ kind, identifier, accounts, share: part }) =>
      `${accounts[0]} e ${accounts[1]} partilham ${kinds[kind]} ${maskedIdentifier(identifier)} (${kindStrengths[kind].pt}); isto representa ${share(part)} da suspeita.`,
    minimal: ({ transfers, ofTransfers, ties, ofTies }) => {
      const identifiers =
        ofTies === 0
          ? ''
          : ` e ${writeCount(ties, style)} de ${count(ofTies, 'identificador partilhado', 'identificadores partilhados')}`;
      return `O essencial são ${writeCount(transfers, style)} de ${count(ofTransfers, 'transferência')}${identifiers}: sem qualquer um destes elementos, a suspeita seria menor.`;
    },

    change: changeText,
    transferMoment: ({ kind, at, transfer }) => `${minute(at)}: ${moments[kind]}, ${transferText(transfer)}.`,
    busiestDay: ({ at, transfers, referenceCents }) =>
      `${writeDay(at, style)}: o dia de maior movimento, ${count(transfers, 'transferência')} num total de ${reference(referenceCents)}.`,
    peak: ({ at, suspicion }) => `${minute(at)}: a suspeita mais alta, ${score(suspicion)}.`,
    momentsLeftOut: (fact) =>
      `${count(fact.moments, 'momento intermédio não é aqui mostrado', 'momentos intermédios não são aqui mostrados')}.`,

    noProof: () =>
      'Tudo isto é um indício calculado a partir de transferências e identificadores, não uma prova; os papéis e as formas são inferidos.',
    noTransfers: () =>
      'De momento, nenhuma transferência sustenta este anel, pelo que nada se pode dizer sobre o dinheiro.',
    transfersLeftOut: ({ kept, of }) =>
      `Só ${writeCount(kept, style)} de ${count(of, 'transferência')} foram guardadas como indício; as somas referem-se a estas.`,
    unclearShape: ({ typology, confidence }) =>
      `Nenhuma forma é clara: ${shapes[typology].name} tem uma confiança de apenas ${share(confidence)}.`,
    closeShape: ({ first, second }) =>
      `A forma pode ser outra: ${shapeOf(second)} está próxima de ${shapeOf(first)}.`,
    softTies: ({ ties }) =>
      `${count(ties, 'identificador partilhado é', 'identificadores partilhados são')} de um tipo que também desconhecidos podem partilhar, como um dispositivo ou uma morada.`,
    converted: ({ currencies }) =>
      `As somas de várias transferências estão em USD, a taxas de referência fixas; as transferências estão em ${list(currencies)}.`,
    ownMoney: ({ ownCents, accounts }) =>
      `${reference(ownCents)} foram enviados por ${count(accounts, 'membro')} além do que tinham recebido antes: não se sabe de onde vieram.`,
  },
};
