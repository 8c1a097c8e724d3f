import { type Command, commonOptions, type OptionSpec } from './command.ts';

/** The help of the whole program. */
export function programHelp(commands: readonly Command[], version: string): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  const rows = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return [
    `anel ${version}: finds fraud rings while the money moves`,
    '',
    'usage: anel COMMAND [options]',
    '',
    ...rows,
    '',
    'anel COMMAND --help explains a command. Exit codes: 0 done, 1 failed, 2 bad usage.',
  ].join('\n');
}

/** The help of one command. */
export function commandHelp(command: Command): string {
  const options = Object.entries({ ...command.options, ...commonOptions });
  const width = Math.max(...options.map(([name, spec]) => flag(name, spec).length));
  return [
    `usage: anel ${command.name} ${command.synopsis}`.trimEnd(),
    '',
    `${command.summary}.`,
    '',
    ...options.map(([name, spec]) => `  ${flag(name, spec).padEnd(width)}  ${spec.help}`),
    '',
    'examples:',
    ...command.examples.map((example) => `  ${example}`),
  ].join('\n');
}

function flag(name: string, spec: OptionSpec): string {
  return spec.value === undefined ? `--${name}` : `--${name} ${spec.value}`;
}
