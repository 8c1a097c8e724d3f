/** The text of an environment file, and the names that got a new value. */
export interface FilledSecrets {
  readonly text: string;
  readonly added: readonly string[];
}

const assignment = /^([A-Z][A-Z0-9_]*)=(.*)$/;

/**
 * Gives every name of an example file that has no value in the present one a value of `makeSecret`. What is in the present file stays as it
 * is, its order and its other names too, since servers keep the secrets that their data was made with.
 */
export function fillSecrets(example: string, present: string, makeSecret: () => string): FilledSecrets {
  const names = assignmentsOf(example).map(([name]) => name);
  const known = new Map(assignmentsOf(present));
  const added = names.filter((name) => !known.get(name));
  if (added.length === 0) return { text: present, added };
  const secrets = new Map(added.map((name) => [name, makeSecret()]));
  const lines = (known.size === 0 ? example : present).trimEnd().split('\n');
  const filled = lines.map((line) => {
    const [, name = ''] = assignment.exec(line) ?? [];
    const secret = secrets.get(name);
    secrets.delete(name);
    return secret === undefined ? line : `${name}=${secret}`;
  });
  const rest = [...secrets].map(([name, secret]) => `${name}=${secret}`);
  return { text: `${[...filled, ...rest].join('\n')}\n`, added };
}

function assignmentsOf(text: string): [name: string, value: string][] {
  return text.split('\n').flatMap((line) => {
    const [, name, value] = assignment.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value]];
  });
}
