import { z } from 'zod';
import { assert } from '../assert.ts';

/** What the value of a setting is. */
export type SettingKind = 'text' | 'choice' | 'whole' | 'number' | 'boolean' | 'list' | 'numbers';

/** One setting: a leaf of the schema. */
export interface Setting {
  /** The path in the schema, for example `graph.neo4j.url`. */
  readonly key: string;
  /** The environment variable that sets it, for example `ANEL_GRAPH_NEO4J_URL`. */
  readonly variable: string;
  readonly kind: SettingKind;
  /** True when null is a value. */
  readonly nullable: boolean;
  /** The values of a choice; empty for other kinds. */
  readonly choices: readonly string[];
  /** The range of a number; null where it is open. `above` is a bound that is not itself allowed. */
  readonly range: { readonly above: number | null; readonly min: number | null; readonly max: number | null };
  readonly default: unknown;
  readonly meaning: string;
  /** `whole`: never shown. `connection`: shown with its password replaced. `no`: shown. */
  readonly secret: 'no' | 'whole' | 'connection';
}

/** A node of the JSON Schema that zod makes. */
interface SchemaNode {
  readonly items?: { readonly type?: string };
  readonly description?: string;
  readonly default?: unknown;
  readonly secret?: boolean;
  readonly connection?: boolean;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly anyOf?: readonly SchemaNode[];
}

/** Every setting of a schema of nested strict objects, in its order. A setting without a meaning is an impossible state. */
export function settingsOf(schema: z.ZodType): readonly Setting[] {
  return leaves(z.toJSONSchema(schema, { io: 'input' }) as unknown as SchemaNode, []);
}

/** The environment variable of a key: ANEL_ and its path in upper snake case. */
function variableOf(key: string): string {
  return `ANEL_${key
    .replaceAll('.', '_')
    .replace(/MiB$/, 'Mib')
    .replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_')
    .toUpperCase()}`;
}

/** What a setting takes, to complete "expected …". */
export function expectedOf(setting: Setting): string {
  const orNone = setting.nullable ? ', or null (empty in the environment)' : '';
  return `${expectedValue(setting)}${orNone}`;
}

/** The value at a key of nested settings; undefined when there is none. */
export function settingAt(input: unknown, key: string): unknown {
  let value = input;
  for (const part of key.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[part];
  }
  return value;
}

function expectedValue({ kind, choices, range }: Setting): string {
  switch (kind) {
    case 'text':
      return 'a text that is not empty';
    case 'choice':
      return `one of ${choices.join(', ')}`;
    case 'boolean':
      return 'true or false';
    case 'list':
      return 'a list of texts (in the environment separated by commas)';
    case 'numbers':
      return 'a list of numbers (in the environment separated by commas)';
    case 'whole':
    case 'number': {
      const noun = kind === 'whole' ? 'a whole number' : 'a number';
      const low =
        range.min !== null
          ? ` of at least ${range.min}`
          : range.above !== null
            ? ` above ${range.above}`
            : '';
      return `${noun}${low}${range.max === null ? '' : `${low === '' ? ' of' : ' and'} at most ${range.max}`}`;
    }
  }
}

function leaves(node: SchemaNode, path: readonly string[]): Setting[] {
  if (node.properties !== undefined) {
    return Object.entries(node.properties).flatMap(([key, child]) => leaves(child, [...path, key]));
  }
  const key = path.join('.');
  const { description } = node;
  assert(description !== undefined, `setting ${key} has a meaning`);
  const nullable = node.anyOf?.some(({ type }) => type === 'null') ?? false;
  const value = node.anyOf?.[0] ?? node;
  return [
    {
      key,
      variable: variableOf(key),
      kind: kindOf(value, key),
      nullable,
      choices: value.enum ?? [],
      range: rangeOf(value),
      default: node.default,
      meaning: description,
      secret: node.secret !== true ? 'no' : node.connection === true ? 'connection' : 'whole',
    },
  ];
}

function kindOf({ type, enum: choices, items }: SchemaNode, key: string): SettingKind {
  if (choices !== undefined) return 'choice';
  if (items?.type === 'number') return 'numbers';
  const kind = (
    { string: 'text', integer: 'whole', number: 'number', boolean: 'boolean', array: 'list' } as const
  )[type ?? ''];
  assert(kind !== undefined, `setting ${key} has a type that the environment can give`);
  return kind;
}

function rangeOf({ minimum, exclusiveMinimum, maximum }: SchemaNode): Setting['range'] {
  const bounded = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER;
  return { above: exclusiveMinimum ?? null, min: minimum ?? null, max: bounded ? maximum : null };
}
