import { expect, it } from 'vitest';
import { fillSecrets } from './fill-secrets.ts';

const example = '# Secrets.\nA_PASSWORD=\nB_PASSWORD=\n';

/** Secrets `s1`, `s2`, ... */
function counting(): () => string {
  let made = 0;
  return () => {
    made += 1;
    return `s${made}`;
  };
}

it('fills an example', () => {
  expect(fillSecrets(example, '', counting())).toEqual({
    text: '# Secrets.\nA_PASSWORD=s1\nB_PASSWORD=s2\n',
    added: ['A_PASSWORD', 'B_PASSWORD'],
  });
});

it('keeps what is there and adds what is missing, empty values among it', () => {
  expect(fillSecrets(example, 'MINE=1\nB_PASSWORD=kept\n', counting())).toEqual({
    text: 'MINE=1\nB_PASSWORD=kept\nA_PASSWORD=s1\n',
    added: ['A_PASSWORD'],
  });
  expect(fillSecrets(example, 'A_PASSWORD=\nB_PASSWORD=kept', counting()).text).toBe(
    'A_PASSWORD=s1\nB_PASSWORD=kept\n',
  );
});

it('changes nothing when nothing is missing', () => {
  const present = 'B_PASSWORD=b\n\nA_PASSWORD=a';
  expect(fillSecrets(example, present, counting())).toEqual({ text: present, added: [] });
});
