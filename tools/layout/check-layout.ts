import { posix } from 'node:path';
import type { ModuleReference, ParsedSource } from './parse-source.ts';
import * as table from './table.ts';

/** One breach of the layout. */
export interface Breach {
  readonly rule:
    | 'import-table'
    | 'import-missing'
    | 'driver'
    | 'banned'
    | 'length'
    | 'cycle'
    | 'dead-file'
    | 'dead-export';
  readonly path: string;
  readonly message: string;
}

/** Checks all files of the repository together. Breaches are in the order of the files and rules; none = it holds. */
export function checkLayout(sources: readonly ParsedSource[]): Breach[] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const alone = sources.flatMap((source) => [
    ...importBreaches(source, byPath),
    ...driverBreaches(source),
    ...bannedBreaches(source),
    ...lengthBreaches(source),
  ]);
  return [...alone, ...cycleBreaches(byPath), ...deadFileBreaches(byPath), ...deadExportBreaches(byPath)];
}

/** A breach as one line. */
export function breachLine({ rule, path, message }: Breach): string {
  return `${path}: ${rule}: ${message}`;
}

function targetOf(source: ParsedSource, { specifier }: ModuleReference): string | null {
  return specifier.startsWith('.') ? posix.join(posix.dirname(source.path), specifier) : null;
}

function folderOf(path: string): string {
  return path.split('/', 1)[0] as string;
}

function importBreaches(source: ParsedSource, byPath: ReadonlyMap<string, ParsedSource>): Breach[] {
  const { path } = source;
  const folder = folderOf(path);
  const row = table.importTable[folder];
  if (row === undefined)
    return [
      { rule: 'import-table', path, message: `folder "${folder}" has no row in tools/layout/table.ts` },
    ];
  return source.references.flatMap((reference): Breach[] => {
    const target = targetOf(source, reference);
    if (target === null) return [];
    if (target.endsWith('.ts') && !byPath.has(target))
      return [{ rule: 'import-missing', path, message: `"${target}" does not exist` }];
    if (folderOf(target) === folder || table.testFile.test(path)) return [];
    const allowed = reference.typeOnly ? [...row.values, ...row.types] : row.values;
    if (allowed.some((prefix) => target.startsWith(prefix)) && !isForTests(target)) return [];
    const what = reference.typeOnly ? 'types' : 'values';
    return [{ rule: 'import-table', path, message: `may not import ${what} of "${target}"` }];
  });
}

function isForTests(path: string): boolean {
  return table.testFile.test(path);
}

function driverBreaches({ path, references }: ParsedSource): Breach[] {
  if (table.testFile.test(path)) return [];
  return references.flatMap(({ specifier }): Breach[] => {
    const parts = specifier.split('/');
    const name = specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] as string);
    const home = table.driverHomes[name];
    if (home === undefined || path.startsWith(home)) return [];
    return [{ rule: 'driver', path, message: `"${name}" may be imported in ${home} only` }];
  });
}

function bannedBreaches({ path, expressions }: ParsedSource): Breach[] {
  return table.bannedExpressions
    .filter(({ expression, allowedIn }) => expressions.has(expression) && !allowedIn.test(path))
    .map(({ expression, instead }) => ({ rule: 'banned', path, message: `has ${expression}: ${instead}` }));
}

function lengthBreaches({ path, lines }: ParsedSource): Breach[] {
  if (lines <= table.linesMax || path in table.longFiles) return [];
  return [{ rule: 'length', path, message: `has ${lines} lines, more than ${table.linesMax}` }];
}

/** Value imports only: a type has no order of evaluation. Each cycle is reported once, at the file that closes it. */
function cycleBreaches(byPath: ReadonlyMap<string, ParsedSource>): Breach[] {
  const done = new Set<string>();
  const trail: string[] = [];
  const breaches: Breach[] = [];
  const visit = (path: string): void => {
    const start = trail.indexOf(path);
    if (start >= 0) {
      breaches.push({
        rule: 'cycle',
        path: trail.at(-1) as string,
        message: [...trail.slice(start), path].join(' → '),
      });
      return;
    }
    if (done.has(path)) return;
    trail.push(path);
    for (const target of valueTargets(byPath.get(path))) visit(target);
    trail.pop();
    done.add(path);
  };
  for (const path of byPath.keys()) visit(path);
  return breaches;
}

function valueTargets(source: ParsedSource | undefined): string[] {
  if (source === undefined) return [];
  const values = source.references.filter(({ typeOnly }) => !typeOnly);
  return values.map((reference) => targetOf(source, reference)).filter((target) => target !== null);
}

function deadFileBreaches(byPath: ReadonlyMap<string, ParsedSource>): Breach[] {
  const reached = new Set<string>();
  const open = [...byPath.keys()].filter(
    (path) => table.entryFile.test(path) || path in table.reachedOtherwise,
  );
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    const source = byPath.get(path);
    if (source === undefined || reached.has(path)) continue;
    reached.add(path);
    for (const reference of source.references) {
      const target = targetOf(source, reference);
      if (target !== null) open.push(target);
    }
  }
  const dead = [...byPath.keys()].filter((path) => !reached.has(path));
  return dead.map((path) => ({
    rule: 'dead-file',
    path,
    message: 'no command, test or benchmark reaches it',
  }));
}

/** A type that the file's own exports mention is part of their signatures and not dead. */
function deadExportBreaches(byPath: ReadonlyMap<string, ParsedSource>): Breach[] {
  const used = usedNames(byPath);
  return [...byPath.values()].flatMap(({ path, exports }) =>
    exports
      .filter(({ name, isType, usedInside }) => {
        const names = used.get(path);
        if (names?.has('*') || names?.has(name) || `${path}#${name}` in table.usedOtherwise) return false;
        return !(table.entryFile.test(path) && name === 'default') && !(isType && usedInside);
      })
      .map(({ name }): Breach => ({ rule: 'dead-export', path, message: `no other file imports "${name}"` })),
  );
}

function usedNames(byPath: ReadonlyMap<string, ParsedSource>): Map<string, Set<string>> {
  const used = new Map<string, Set<string>>();
  for (const source of byPath.values()) {
    for (const reference of source.references) {
      const target = targetOf(source, reference);
      if (target === null) continue;
      const names = used.get(target) ?? new Set();
      for (const name of reference.names) names.add(name);
      used.set(target, names);
    }
  }
  return used;
}
