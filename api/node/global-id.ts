/** The types that have a global id. */
const nodeTypes = ['Account', 'Transaction', 'Decision', 'Ring', 'Alert'] as const;
export type NodeTypeName = (typeof nodeTypes)[number];

const prefix = 'anel:';

/** The global id of a thing: its type and its own id, in base64url. Stable: depends on nothing else. */
export function toGlobalId(type: NodeTypeName, ownId: string): string {
  return Buffer.from(`${prefix}${type}:${ownId}`).toString('base64url');
}

/** The type and own id of a global id, or null when the text is none. */
export function parseGlobalId(id: string): { type: NodeTypeName; ownId: string } | null {
  const text = Buffer.from(id, 'base64url').toString();
  if (!text.startsWith(prefix)) return null;
  const type = nodeTypes.find((name) => text.startsWith(`${prefix}${name}:`));
  return type === undefined ? null : { type, ownId: text.slice(prefix.length + type.length + 1) };
}

/** The own id behind an argument that may be the thing's own id or its global id. */
export function ownIdOf(type: NodeTypeName, id: string): string {
  const parsed = parseGlobalId(id);
  return parsed !== null && parsed.type === type ? parsed.ownId : id;
}
