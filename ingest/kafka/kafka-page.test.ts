import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { packagePath } from '../../base/package-root.ts';
import { decodeMessage, type InputRole } from './decode-message.ts';

const page = readFileSync(packagePath('docs', 'kafka.md'), 'utf8');

it('shows messages that decode, of every kind and in every envelope', () => {
  const examples = [...page.matchAll(/```json (\w+)\n([\s\S]*?)```/g)];
  const events = examples.map(([, role, text = '']) => {
    const { key, headers, value } = JSON.parse(text);
    const place = { role: role as InputRole, topic: String(role), partition: 0, messageBytesMax: 10_000 };
    const { decoded } = decodeMessage(place, {
      key: Buffer.from(key),
      headers,
      value: Buffer.from(JSON.stringify(value)),
      timestamp: '0',
      offset: '0',
      attributes: 0,
    });
    return decoded.status === 'event' ? `${decoded.event.kind} ${decoded.event.id}` : decoded.message;
  });
  expect(events).toEqual([
    'transfer t1',
    'reversal r1',
    'authentication a1',
    'log l1',
    'label v1',
    'label v2',
  ]);
});
