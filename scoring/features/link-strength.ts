import { type IdentifierKind, identifierKinds } from '../../graph/model/event.ts';
import type { FeatureContext } from './context.ts';
import type { Feature } from './feature.ts';
import type { LinkSearches } from './link-searches.ts';

const kindNames: Readonly<Record<IdentifierKind, string>> = {
  device: 'Devices',
  ip: 'IP addresses',
  phone: 'Phones',
  email: 'E-mail addresses',
  card: 'Cards',
  address: 'Addresses',
};

function ofPairs(
  name: string,
  unit: Feature['unit'],
  description: string,
  value: (links: LinkSearches) => number,
): Feature {
  return { name: `${name}_7d`, unit, window: '7d', description, compute: ({ links }) => value(links) };
}

function ofIdentifiers(
  name: string,
  unit: Feature['unit'],
  description: string,
  value: (links: LinkSearches) => number,
): Feature {
  return { name, unit, window: 'life', description, compute: ({ links }: FeatureContext) => value(links) };
}

const flag = (condition: boolean): number => (condition ? 1 : 0);

const neighbourhoodFeatures: readonly Feature[] = [
  ofPairs(
    'common_neighbours',
    'count',
    'Accounts that the sender and the receiver both moved money with, in either direction.',
    ({ neighbourhood }) => neighbourhood.common,
  ),
  ofPairs(
    'neighbour_jaccard',
    'ratio',
    'These accounts by all accounts that one of the two moved money with, the two themselves left out.',
    ({ neighbourhood }) => neighbourhood.jaccard,
  ),
  ofPairs(
    'neighbour_adamic_adar',
    'weight',
    'Sum over these accounts of 1 by the natural logarithm of the number of their counterparties.',
    ({ neighbourhood }) => neighbourhood.adamicAdar,
  ),
  ofPairs(
    'neighbour_resource_allocation',
    'weight',
    'Sum over these accounts of 1 by the number of their counterparties.',
    ({ neighbourhood }) => neighbourhood.resourceAllocation,
  ),
  ofPairs(
    'link_capped',
    'flag',
    '1 when a cap cut the comparison of neighbours short, so that its numbers are lower bounds.',
    ({ neighbourhood }) => flag(neighbourhood.capped),
  ),
];

const pathFeatures: readonly Feature[] = [
  ofPairs(
    'path_to_receiver_hops',
    'hops',
    'Pairs on the shortest path of money from the sender to the receiver before this transfer; 0 without one of at most the configured length.',
    ({ pathToReceiver }) => pathToReceiver.hops,
  ),
  ofPairs(
    'path_to_receiver_capped',
    'flag',
    '1 when a cap ended that search, so that 0 means not known.',
    ({ pathToReceiver }) => flag(pathToReceiver.capped),
  ),
  ofPairs(
    'path_to_sender_hops',
    'hops',
    'The same from the receiver to the sender: the transfer closes a cycle.',
    ({ pathToSender }) => pathToSender.hops,
  ),
  ofPairs(
    'path_to_sender_capped',
    'flag',
    '1 when a cap ended that search, so that 0 means not known.',
    ({ pathToSender }) => flag(pathToSender.capped),
  ),
  ofPairs(
    'path_between_hops',
    'hops',
    'The same between the two along pairs in either direction.',
    ({ pathBetween }) => pathBetween.hops,
  ),
  ofPairs(
    'path_between_capped',
    'flag',
    '1 when a cap ended that search, so that 0 means not known.',
    ({ pathBetween }) => flag(pathBetween.capped),
  ),
];

const identifierFeatures: readonly Feature[] = [
  ...identifierKinds.map((kind) =>
    ofIdentifiers(
      `shared_${kind}_count`,
      'count',
      `${kindNames[kind]} that the sender and the receiver both used, hubs left out unless hard (phone, card).`,
      ({ shared }) => shared.counts[kind],
    ),
  ),
  ofIdentifiers(
    'hard_links',
    'count',
    'Phones and cards that the sender and the receiver both used.',
    ({ shared }) => shared.hard,
  ),
  ofIdentifiers(
    'soft_link_weight',
    'weight',
    'Sum of the weights of other shared identifiers: each fades with the time since both used it, and is less the more accounts used it.',
    ({ shared }) => shared.softWeight,
  ),
  ofIdentifiers(
    'strongest_soft_link',
    'weight',
    'The greatest of these weights; 0 without one.',
    ({ shared }) => shared.strongestSoft,
  ),
  ofIdentifiers(
    'sender_accounts_linked_hard',
    'count',
    'Distinct other accounts that used a phone or a card of the sender, up to a cap.',
    ({ linkedToSender }) => linkedToSender.members.length,
  ),
  ofIdentifiers(
    'receiver_accounts_linked_hard',
    'count',
    'Distinct other accounts that used a phone or a card of the receiver, up to a cap.',
    ({ linkedToReceiver }) => linkedToReceiver.members.length,
  ),
  ofIdentifiers(
    'sender_community_linked_hard',
    'count',
    "Of those of the sender, the accounts in the sender's community.",
    ({ linkedInCommunity }) => linkedInCommunity,
  ),
  ofIdentifiers(
    'sender_community_soft_weight',
    'weight',
    'Sum of the weights of soft identifiers that the sender shares with accounts of its community; 0 when it is in none.',
    ({ communityWeight }) => communityWeight.weight,
  ),
  ofIdentifiers(
    'shared_identifiers_capped',
    'flag',
    '1 when a cap cut one of the searches for shared identifiers short, so that their numbers are lower bounds.',
    ({ shared, linkedToSender, linkedToReceiver, communityWeight }) =>
      flag(shared.capped || linkedToSender.capped || linkedToReceiver.capped || communityWeight.capped),
  ),
];

/** How the sender and the receiver hang together apart from the transfer: neighbours, paths and identifiers that they share. */
export const linkStrengthFeatures: readonly Feature[] = [
  ...neighbourhoodFeatures,
  ...pathFeatures,
  ...identifierFeatures,
];
