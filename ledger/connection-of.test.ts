import { expect, it } from 'vitest';
import { parseConfig } from '../base/config.ts';
import { connectionOf } from './connection-of.ts';

const settings = (ledger: object) => parseConfig({ ledger }).ledger;

it('answers null where no server is named', async () => {
  expect(await connectionOf(settings({}))).toBeNull();
});

it('gives both roles their connections, also over a socket', async () => {
  const url = 'postgresql:///anel?host=/var/run/postgresql';
  const ownerUrl = 'postgres://owner@/anel?host=/var/run/postgresql';
  expect(await connectionOf(settings({ url, ownerUrl }))).toEqual({
    connection: { connectionString: url },
    owner: { connectionString: ownerUrl },
  });
});

it.each([
  'host=db user=anel password=secret',
  'mysql://anel:secret@db/anel',
  'postgresql://anel:secret@db:port/anel',
])('refuses %s without quoting it, since it holds a password', async (url) => {
  const error = await connectionOf(settings({ url })).catch((cause: unknown) => cause);
  expect(error).toMatchObject({ code: 'CONFIG_INVALID' });
  expect(String(error)).toContain('"ledger.url"');
  expect(String(error)).not.toContain('secret');
});
