import type { StoredTransfer } from '../../graph/store.ts';
import { existingAccount } from '../account/existing-account.ts';
import type { ApiType, FieldResolver } from '../api-type.ts';
import type { ApiContext } from '../context.ts';
import { ownIdOf, toGlobalId } from '../node/global-id.ts';
import { money } from '../scalars/scalars-type.ts';
import { submitRecord } from './submit-transaction.ts';

const eventFields = [
  'at',
  'seenAt',
  'format',
  'channel',
  'geo',
  'device',
  'ip',
  'phone',
  'email',
  'card',
  'address',
] as const;

const ofEvent: Record<string, FieldResolver> = Object.fromEntries(
  eventFields.map((field) => [field, (transfer: StoredTransfer) => transfer.event[field]]),
);

interface ReverseInput {
  readonly at: number;
  readonly reverses: string;
}

async function reverse(
  _: unknown,
  args: { readonly input: ReverseInput },
  context: ApiContext,
): Promise<object> {
  const { duplicate, errors } = await submitRecord('reversal', args.input, context);
  const transaction = errors.length > 0 ? null : await context.loaders.transfers.load(args.input.reverses);
  return { transaction, duplicate, errors };
}

/** `Transaction` and the mutations that bring transactions in. */
export const transactionType: ApiType = {
  folder: 'transaction',
  types: {
    Query: {
      transaction: (_: unknown, args: { readonly id: string }, { loaders }: ApiContext) =>
        loaders.transfers.load(ownIdOf('Transaction', args.id)),
    },
    Mutation: {
      submitTransaction: (
        _: unknown,
        args: { readonly input: { readonly at: number } },
        context: ApiContext,
      ) => submitRecord('transfer', args.input, context),
      reverseTransaction: reverse,
    },
    Transaction: {
      ...ofEvent,
      id: (transfer: StoredTransfer) => toGlobalId('Transaction', transfer.event.id),
      transactionId: (transfer: StoredTransfer) => transfer.event.id,
      from: (transfer: StoredTransfer, _: unknown, context: ApiContext) =>
        existingAccount(transfer.from, context),
      to: (transfer: StoredTransfer, _: unknown, context: ApiContext) =>
        existingAccount(transfer.to, context),
      money: ({ event }: StoredTransfer) => money(event.amountMinor, event.currency),
      decision: (transfer: StoredTransfer, _: unknown, { loaders }: ApiContext) =>
        loaders.decisions.load(transfer.event.id),
    },
  },
};
