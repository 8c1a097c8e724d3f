import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anelJson, type Running, runAnel, startAnel } from './run-anel.ts';
import { temporaryFolder, testTimeoutMs } from './test-data.ts';

const folder = temporaryFolder();
const data = join(folder, 'data');
const small = [
  '--accounts',
  '400',
  '--transactions',
  '3000',
  '--rings',
  '6',
  '--days',
  '14',
  '--seed',
  '61',
  '--data',
  data,
];

interface Demo {
  readonly transactions: number;
  readonly latencyUs: object;
  readonly [key: string]: unknown;
}

/** Without what differs between runs on the same data. */
function lasting({
  throughputPerSecond: _,
  latencyUs: __,
  peakMemoryMiB: ___,
  resumedFrom: ____,
  ...rest
}: Demo) {
  return rest;
}

let first: Demo;

beforeAll(async () => {
  first = await anelJson<Demo>(['demo', '--exit', ...small]);
}, testTimeoutMs);

describe('anel demo --exit', () => {
  test('prints what was found against what was planted', () => {
    expect(first).toMatchObject({
      transactions: 3000,
      decisions: 3000,
      deadLetters: 0,
      duplicates: 0,
      ringsPlanted: 6,
    });
    for (const key of [
      'alerts',
      'ringsFound',
      'falseRings',
      'precision',
      'recall',
      'throughputPerSecond',
      'peakMemoryMiB',
    ]) {
      expect(first[key], key).toEqual(expect.any(Number));
    }
    expect(first.latencyUs).toEqual({ p50: expect.any(Number), p99: expect.any(Number) });
  });

  test('again in the same folder, and anew in another one: the same but for the timings', async () => {
    const again = await anelJson<Demo>(['demo', '--exit', ...small]);
    expect(lasting(again)).toEqual(lasting(first));
    expect(again['resumedFrom']).toBe(3000);
    const elsewhere = await anelJson<Demo>(['demo', '--exit', ...small.slice(0, -1), join(folder, 'other')]);
    expect(lasting(elsewhere)).toEqual(lasting(first));
  });
});

describe('anel demo, serving', () => {
  let running: Running;
  let url: string;

  beforeAll(async () => {
    running = startAnel(['demo', '--port', '0', ...small]);
    const line = await running.line((text) => text.startsWith('look at '));
    url = /http:\S+/.exec(line)?.[0] ?? '';
  }, testTimeoutMs);
  afterAll(async () => {
    if (running.alive) running.kill();
    await running.ended;
  });

  async function graphql<T>(query: string, variables: object = {}): Promise<T> {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ query, variables }),
    });
    const { data: found, errors } = (await answer.json()) as { data: T; errors?: unknown };
    expect(errors).toBeUndefined();
    return found;
  }

  test('answers the probes, and counts', async () => {
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    const ready = await fetch(`${url}/readyz`);
    expect({ status: ready.status, body: await ready.json() }).toMatchObject({
      status: 200,
      body: expect.anything(),
    });
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toMatch(/^anel_sequence_number 3000$/m);
    expect((await fetch(`${url}/`)).headers.get('content-type')).toMatch(/^text\/html/);
  });

  test('shows alerts with the ring behind them', async () => {
    const { alerts } = await graphql<{ alerts: { edges: { node: { id: string; reasons: unknown[] } }[] } }>(
      '{ alerts(first: 3) { edges { node { id reasons { code text } } } } }',
    );
    expect(alerts.edges.length).toBeGreaterThan(0);
    for (const { node } of alerts.edges) expect(node.reasons.length).toBeGreaterThan(0);
  });

  test('decides what is submitted, and shows the decision', async () => {
    const input = {
      id: 'submitted-1',
      at: '2026-01-19T12:00:00.000Z',
      from: { account: 'new-1' },
      to: { account: 'new-2' },
      amount: '99.90',
      currency: 'EUR',
      format: 'WIRE',
    };
    const submit = `mutation ($input: SubmitTransactionInput!) { submitTransaction(input: $input) {
      duplicate errors { code } decision { seq verdict transactionId } } }`;
    const made = await graphql<{ submitTransaction: { decision: { seq: number } } }>(submit, { input });
    expect(made.submitTransaction).toMatchObject({ duplicate: false, errors: [], decision: { seq: 3001 } });
    const { decision } = made.submitTransaction;
    expect(await graphql(submit, { input })).toMatchObject({
      submitTransaction: { duplicate: true, decision },
    });
    const read = await graphql(
      'query ($id: ID!) { decision(transactionId: $id) { seq verdict transactionId } }',
      { id: 'submitted-1' },
    );
    expect(read).toEqual({ decision });
  });

  test('Ctrl-C ends it, and the folder opens again with everything in it', async () => {
    running.interrupt();
    const { code, signal, stderr } = await running.ended;
    expect({ code, signal, stderr }).toEqual({ code: 0, signal: null, stderr: '' });
    expect(existsSync(join(data, 'lock'))).toBe(false);
    const { checked, ...verified } = await anelJson<{ checked: object }>(['verify', '--data', data]);
    expect(verified).toEqual({ ok: true, problems: [] });
    expect(checked).toMatchObject({ graphEvents: 3001, decisions: 3001 });
  });
});

test('anel serve: says where, stops when asked', async () => {
  const running = startAnel(['serve', '--port', '0', '--json', '--data', data]);
  const { url } = JSON.parse(await running.line((line) => line.startsWith('{'))) as { url: string };
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  running.interrupt();
  expect(await running.ended).toMatchObject({ code: 0, stderr: 'stopping\n' });
  expect((await runAnel(['demo', '--exit', '--json', ...small])).code).toBe(0);
});
