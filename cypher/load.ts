import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { assert } from '../base/assert.ts';
import { digestId } from '../base/ids.ts';
import { packagePath } from '../base/package-root.ts';

/** One migration of the graph: applied once, in order of `id`, and never changed after that. */
export interface Migration {
  /** For example `V0001`. */
  readonly id: string;
  readonly digest: string;
  readonly statements: readonly string[];
}

/** The databases that the queries run on. */
export type StoreKind = 'embedded' | 'neo4j';

const queryTexts = new Map<string, string>();

/**
 * The Cypher text of `queries/<name>.cypher` without its comments; a file of that name in `queries/<store>/` comes first. Read
 * from disk once. With `label`, the label `Identifier` of the text becomes that label, since Cypher takes no label as a parameter.
 */
export function query(store: StoreKind, name: string, label?: string): string {
  const key = `${store}:${name}:${label ?? ''}`;
  const known = queryTexts.get(key);
  if (known !== undefined) return known;
  const own = packagePath('cypher', 'queries', store, `${name}.cypher`);
  const folder = existsSync(own) ? `queries/${store}` : 'queries';
  const text = withLabel(readStatements(folder, `${name}.cypher`).join('; '), label);
  queryTexts.set(key, text);
  return text;
}

/** The statements that make the constraints and indexes of one kind of store, in order. Each may run again. */
export function constraints(store: StoreKind): readonly string[] {
  return readStatements('constraints', `${store}.cypher`);
}

/** Every migration that ships with Anel, in order. */
export function migrations(): readonly Migration[] {
  const files = readdirSync(packagePath('cypher', 'migrations')).filter((file) => file.endsWith('.cypher'));
  return files.sort().map((file) => {
    const statements = readStatements('migrations', file);
    return { id: file.slice(0, file.indexOf('__')), digest: digestId(statements), statements };
  });
}

function withLabel(text: string, label: string | undefined): string {
  if (label === undefined) return text;
  assert(/^[A-Z][A-Za-z]*$/.test(label), `"${label}" is no label`);
  return text.replaceAll(':Identifier', `:${label}`);
}

function readStatements(folder: string, file: string): readonly string[] {
  const lines = readFileSync(packagePath('cypher', folder, file), 'utf8').split('\n');
  const text = lines.filter((line) => !line.trimStart().startsWith('//')).join('\n');
  return text
    .split(/;\s*(?:\n|$)/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
