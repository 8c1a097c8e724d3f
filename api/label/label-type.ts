import { accountKey, type LabelPattern, type LabelVerdict } from '../../graph/model/event.ts';
import type { StoredAccount } from '../../graph/store.ts';
import { existingAccount } from '../account/existing-account.ts';
import type { ApiType } from '../api-type.ts';
import type { ApiContext } from '../context.ts';
import { submitRecord } from '../transaction/submit-transaction.ts';
import { type Suppression, suppressions } from './suppressions.ts';

interface LabelInput {
  readonly at: number;
  readonly account: { readonly account: string; readonly bank?: string | null };
  readonly verdict: Uppercase<LabelVerdict>;
  readonly until?: number | null;
  readonly pattern?: Uppercase<LabelPattern> | null;
}

async function labelAccount(
  _: unknown,
  { input }: { readonly input: LabelInput },
  context: ApiContext,
): Promise<object> {
  const { until, pattern } = input;
  const terms = {
    until: until == null ? null : new Date(until).toISOString(),
    pattern: pattern?.toLowerCase() ?? null,
  };
  const record = { ...input, ...terms, verdict: input.verdict.toLowerCase() };
  const { duplicate, errors } = await submitRecord('label', record, context);
  if (errors.length > 0) return { account: null, duplicate, errors };
  const { account, bank } = input.account;
  const key = accountKey(bank == null ? { account } : { account, bank });
  return { account: await existingAccount(key, context), duplicate, errors };
}

const upper = (name: string | null) => name?.toUpperCase() ?? null;

/** The labels of accounts: the mutation that brings them in, what an account says of its newest one, and those that suppress. */
export const labelType: ApiType = {
  folder: 'label',
  types: {
    Mutation: { labelAccount },
    Query: { suppressions },
    Account: {
      label: ({ label }: StoredAccount) => upper(label),
      labelPattern: ({ labelPattern }: StoredAccount) => upper(labelPattern),
    },
    Suppression: { pattern: ({ pattern }: Suppression) => upper(pattern) },
  },
};
