import { parseSync } from 'vite';

/** One reference of a file to another module. */
export interface ModuleReference {
  /** As written, e.g. `../base/errors.ts` or `node:fs`. */
  readonly specifier: string;
  /** True when the compiler removes it: no value of the module is used. */
  readonly typeOnly: boolean;
  /** The exported names that are used; `*` stands for all of them. */
  readonly names: readonly string[];
}

export interface ExportedName {
  readonly name: string;
  readonly isType: boolean;
  /** True when the file itself mentions the name outside of its declaration. */
  readonly usedInside: boolean;
}

/** What the layout rules need to know of a TypeScript file. */
export interface ParsedSource {
  /** From the package root, with forward slashes. */
  readonly path: string;
  readonly lines: number;
  readonly references: readonly ModuleReference[];
  readonly exports: readonly ExportedName[];
  /** Member accesses and calls in a form that can be banned, e.g. `Date.now`, `new Date()`; deduplicated. */
  readonly expressions: ReadonlySet<string>;
}

interface AstNode {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** Parses the text of a TypeScript file. Throws when it is not valid TypeScript. */
export function parseSource(path: string, text: string): ParsedSource {
  const { program, errors } = parseSync(path, text, { lang: 'ts' });
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  const references: ModuleReference[] = [];
  const exported: { name: string; isType: boolean }[] = [];
  const expressions = new Set<string>();
  const mentions = new Map<string, number>();
  const files = new Set<string>();
  walk(program as unknown as AstNode, (node) => {
    const reference = referenceOf(node);
    if (reference !== null) references.push(reference);
    exported.push(...exportsOf(node));
    const expression = expressionOf(node);
    if (expression !== null) expressions.add(expression);
    if (isRelativeFile(node.value)) files.add(node.value);
    if (node.type === 'Identifier') mentions.set(nameOf(node), (mentions.get(nameOf(node)) ?? 0) + 1);
  });
  for (const { specifier } of references) files.delete(specifier);
  for (const specifier of files) references.push({ specifier, typeOnly: true, names: ['*'] });
  const exports = exported.map((one) => ({ ...one, usedInside: (mentions.get(one.name) ?? 0) > 1 }));
  return { path, lines: text.split('\n').length - 1, references, exports, expressions };
}

function walk(node: AstNode, visit: (node: AstNode) => void): void {
  visit(node);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) walk(child, visit);
  }
}

function isNode(value: unknown): value is AstNode {
  return typeof value === 'object' && value !== null && typeof (value as AstNode).type === 'string';
}

function referenceOf(node: AstNode): ModuleReference | null {
  switch (node.type) {
    case 'ImportDeclaration':
      return importReference(node);
    case 'ExportNamedDeclaration':
      return node.source === null ? null : reexportReference(node);
    case 'ExportAllDeclaration':
      return { specifier: textOf(node.source), typeOnly: node.exportKind === 'type', names: ['*'] };
    case 'ImportExpression':
      return isText(node.source) ? { specifier: textOf(node.source), typeOnly: false, names: ['*'] } : null;
    case 'TSImportType':
      return { specifier: textOf(node.source), typeOnly: true, names: ['*'] };
    default:
      return null;
  }
}

/** A path in a text, e.g. of a script that runs in a child process: it keeps that file alive. */
function isRelativeFile(value: unknown): value is string {
  return typeof value === 'string' && /^\.{1,2}\/[\w./-]+\.ts$/.test(value);
}

function importReference(node: AstNode): ModuleReference {
  const specifiers = node.specifiers as AstNode[];
  const names = specifiers.map((one) => (one.type === 'ImportSpecifier' ? nameOf(one.imported) : '*'));
  const typeOnly =
    node.importKind === 'type' ||
    (specifiers.length > 0 && specifiers.every((one) => one.importKind === 'type'));
  return { specifier: textOf(node.source), typeOnly, names };
}

function reexportReference(node: AstNode): ModuleReference {
  const specifiers = node.specifiers as AstNode[];
  const typeOnly = node.exportKind === 'type' || specifiers.every((one) => one.exportKind === 'type');
  return { specifier: textOf(node.source), typeOnly, names: specifiers.map((one) => nameOf(one.local)) };
}

function exportsOf(node: AstNode): { name: string; isType: boolean }[] {
  if (node.type === 'ExportDefaultDeclaration') return [{ name: 'default', isType: false }];
  if (node.type !== 'ExportNamedDeclaration') return [];
  const isType = node.exportKind === 'type';
  const listed = (node.specifiers as AstNode[]).map((one) => ({ name: nameOf(one.exported), isType }));
  if (!isNode(node.declaration)) return listed;
  return declaredNames(node.declaration).map((name) => ({ name, isType }));
}

function declaredNames(declaration: AstNode): string[] {
  if (declaration.type !== 'VariableDeclaration') return [nameOf(declaration.id)];
  return (declaration.declarations as AstNode[]).map((one) => nameOf(one.id));
}

function expressionOf(node: AstNode): string | null {
  if (node.type === 'MemberExpression' && isNode(node.object) && node.object.type === 'Identifier') {
    return `${nameOf(node.object)}.${nameOf(node.property)}`;
  }
  const callee = node.callee;
  if (node.type !== 'NewExpression' || !isNode(callee) || callee.type !== 'Identifier') return null;
  return `new ${nameOf(callee)}(${(node.arguments as unknown[]).length === 0 ? '' : '…'})`;
}

function nameOf(node: unknown): string {
  const { name, value } = node as { name?: unknown; value?: unknown };
  return String(name ?? value ?? '');
}

function isText(node: unknown): boolean {
  return isNode(node) && node.type === 'Literal' && typeof node.value === 'string';
}

function textOf(node: unknown): string {
  return String((node as { value: unknown }).value);
}
