import type { Setting } from './setting.ts';

const hidden = '***';

/** The value of a setting as anybody may see it: a secret is `***`, a connection string has its password replaced. Pure. */
export function shownValue({ secret, kind }: Setting, value: unknown): unknown {
  if (value === null || value === undefined) return value ?? null;
  if (secret === 'whole') return hidden;
  if (secret === 'connection') return typeof value === 'string' ? withoutPassword(value) : hidden;
  return kind === 'text' && typeof value === 'string' && value.includes('@') ? withoutUserInfo(value) : value;
}

/** A connection string that is no address with a host is hidden as a whole: where its password stands is not known. */
function withoutPassword(text: string): string {
  if (!/^[a-z][a-z0-9+]*:\/\//i.test(text)) return hidden;
  return withoutUserInfo(text).replace(
    /([?&][^=&]*(?:password|secret|token|key)[^=&]*=)[^&]*/gi,
    `$1${hidden}`,
  );
}

/** Greedy up to the last @ before the path, since a password may hold one. */
function withoutUserInfo(text: string): string {
  return text.replace(/^([a-z][a-z0-9+]*:\/\/[^:/?#@]*):(?:[^/?#]*)@/i, `$1:${hidden}@`);
}
