import { z } from 'zod';
import { assert } from '../../base/assert.ts';
import { configSchema } from '../../base/config.ts';
import { tableText } from './table-text.ts';

interface SchemaNode {
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly default?: unknown;
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly anyOf?: readonly SchemaNode[];
}

const introduction = `# Configuration

Made from \`base/config.ts\` by \`npm run docs\`; a test compares the two.

Settings are read in this order, the later one wins: the defaults below, the YAML file of \`--config FILE\`, the environment
(\`ANEL_DATA\`, \`ANEL_PORT\`, \`ANEL_LOG_LEVEL\`), the options of the command (\`--data\`, \`--port\`, \`--log-level\`). An unknown key
is an error, so a slip of the pen does not go unnoticed. In the file a dot is a level:

\`\`\`yaml
data: /var/lib/anel
api:
  port: 8080
session:
  windowMs: 259200000
\`\`\`

Keys that end in \`Ms\` are milliseconds, in \`Max\` limits. Everything that grows has one: when a limit is reached, Anel caps the
answer and says so, or refuses with a code of [errors.md](errors.md) that names the key.
`;

/** The text of docs/configuration.md: every setting with its default, its range and its meaning. */
export function configurationPage(): string {
  const schema = z.toJSONSchema(configSchema, { io: 'input' }) as unknown as SchemaNode;
  const rows = leaves(schema, []).map(([key, node]) => {
    assert(node.description !== undefined, `setting ${key} has a meaning`);
    return [`\`${key}\``, `\`${JSON.stringify(node.default)}\``, rangeOf(node), node.description];
  });
  return `${introduction}\n${tableText(['key', 'default', 'range', 'meaning'], rows)}\n`;
}

function leaves(node: SchemaNode, path: readonly string[]): [string, SchemaNode][] {
  if (node.properties === undefined) return [[path.join('.'), node]];
  return Object.entries(node.properties).flatMap(([key, child]) => leaves(child, [...path, key]));
}

function rangeOf(node: SchemaNode): string {
  if (node.enum !== undefined) return node.enum.join(', ');
  const { minimum, exclusiveMinimum, maximum } = node.anyOf?.[0] ?? node;
  const low =
    minimum === undefined ? (exclusiveMinimum === undefined ? '' : `> ${exclusiveMinimum}`) : `≥ ${minimum}`;
  const high = maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? '' : `≤ ${maximum}`;
  return [low, high].filter((part) => part !== '').join(', ');
}
