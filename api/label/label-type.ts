import { accountKey, type LabelVerdict } from '../../graph/model/event.ts';
import type { StoredAccount } from '../../graph/store.ts';
import { existingAccount } from '../account/existing-account.ts';
import type { ApiType } from '../api-type.ts';
import type { ApiContext } from '../context.ts';
import { submitRecord } from '../transaction/submit-transaction.ts';

interface LabelInput {
  readonly at: number;
  readonly account: { readonly account: string; readonly bank?: string | null };
  readonly verdict: Uppercase<LabelVerdict>;
}

async function labelAccount(
  _: unknown,
  { input }: { readonly input: LabelInput },
  context: ApiContext,
): Promise<object> {
  const record = { ...input, verdict: input.verdict.toLowerCase() };
  const { duplicate, errors } = await submitRecord('label', record, context);
  if (errors.length > 0) return { account: null, duplicate, errors };
  const { account, bank } = input.account;
  const key = accountKey(bank == null ? { account } : { account, bank });
  return { account: await existingAccount(key, context), duplicate, errors };
}

/** The labels of accounts: the mutation that brings them in, and what an account says of its newest one. */
export const labelType: ApiType = {
  folder: 'label',
  types: {
    Mutation: { labelAccount },
    Account: { label: ({ label }: StoredAccount) => label?.toUpperCase() ?? null },
  },
};
