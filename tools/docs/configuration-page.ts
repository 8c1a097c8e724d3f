import { shortVariables } from '../../app/cli/environment-settings.ts';
import type { Setting } from '../../base/config/setting.ts';
import { settings } from '../../base/config.ts';
import { tableText } from './table-text.ts';

const introduction = `# Configuration

Made from \`base/config.ts\` by \`npm run docs\`; a test compares the two.

Every setting can come from three places. They are read in this order, the later one wins:

1. the YAML file of \`--config FILE\`, in which a dot of the key is a level;
2. the environment;
3. the options of the command: \`--set key=value\`, as often as needed, with \`--data\`, \`--port\` and \`--log-level\` as short forms.

These three say the same:

\`\`\`yaml
# anel.yaml, read by: anel serve --config anel.yaml
graph:
  store: neo4j
kafka:
  brokers: [kafka-1:9092, kafka-2:9092]
\`\`\`

\`\`\`sh
ANEL_GRAPH_STORE=neo4j ANEL_KAFKA_BROKERS=kafka-1:9092,kafka-2:9092 anel serve
anel serve --set graph.store=neo4j --set kafka.brokers=kafka-1:9092,kafka-2:9092
\`\`\`

\`anel config\` prints every setting with its value and where that comes from, \`anel config --changed\` only those that something
sets. \`anel check\` tries every connection that the settings name, changes nothing, and says what to do about each that does not work.

In the environment and after \`--set\`, lists are separated by commas, switches are \`true\` or \`false\`, and an empty text is null where
the default is null. An unknown key is an error that names the nearest known one, and so is an unknown variable that begins with
\`ANEL_\`, so that a slip of the pen does not go unnoticed. Not settings, and left alone, are \`ANEL_TEST_*\`, \`ANEL_README_TEST\`,
\`ANEL_SERVERS_CACHE\`, \`ANEL_SCREENSHOTS\` and \`ANEL_YARDSTICK_PYTHON\` of the project's own tests and tools, and what Kubernetes tells containers about a service
called anel (\`ANEL_SERVICE_HOST\`, \`ANEL_PORT=tcp://…\`). ${shortForms()}

## Secrets

A setting marked _secret_ is never printed: not by \`anel config\`, not in an error, not in the log. Of a connection string only the
password is hidden. Put secrets into files: \`_FILE\` behind the name of any variable reads the value from the file that it names, without
the white space at its end, which is how Docker and Kubernetes hand them over:

\`\`\`sh
ANEL_GRAPH_NEO4J_PASSWORD_FILE=/run/secrets/neo4j-password anel serve
\`\`\`

## Keys

Keys that end in \`Ms\` are milliseconds, in \`Max\` limits, in \`MaxMiB\` limits of memory. Everything that grows has
one: when a limit is reached, Anel caps the answer and says so, or refuses with a code of [errors.md](errors.md) that names the key.
`;

const header = ['key', 'environment', 'default', 'range', 'meaning'];

/** The text of docs/configuration.md: every setting with its variable, default, range and meaning, a table per section. */
export function configurationPage(): string {
  const sections = new Map<string, Setting[]>();
  for (const setting of settings) {
    const name = setting.key.includes('.') ? setting.key.slice(0, setting.key.lastIndexOf('.')) : setting.key;
    sections.set(name, [...(sections.get(name) ?? []), setting]);
  }
  const tables = [...sections].map(
    ([name, rows]) => `### ${name}\n\n${tableText(header, rows.map(rowOf))}\n`,
  );
  return `${introduction}\n${tables.join('\n')}`;
}

function rowOf(setting: Setting): string[] {
  const { key, variable, meaning, secret } = setting;
  const mark = { no: '', whole: '_Secret._ ', connection: '_Secret: its password._ ' }[secret];
  const value = JSON.stringify(setting.default);
  return [`\`${key}\``, `\`${variable}\``, `\`${value}\``, rangeText(setting), `${mark}${meaning}`];
}

function rangeText({ choices, range }: Setting): string {
  if (choices.length > 0) return choices.join(', ');
  const low = range.above !== null ? `> ${range.above}` : range.min !== null ? `≥ ${range.min}` : '';
  const high = range.max === null ? '' : `≤ ${range.max}`;
  return [low, high].filter((part) => part !== '').join(', ');
}

function shortForms(): string {
  const forms = Object.entries(shortVariables).map(
    ([variable, key]) => `\`${variable}\` is short for \`${key}\``,
  );
  return `${forms.join(', ')}.`;
}
