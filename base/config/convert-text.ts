import type { Setting } from './setting.ts';

/** A text that became a value, or that is none of this setting's. */
export type Converted = { readonly ok: true; readonly value: unknown } | { readonly ok: false };

const no: Converted = { ok: false };
const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * The value that a text of the environment or of a flag stands for, by the type of its setting: decimal numbers, true and false,
 * lists separated by commas, and the empty text for null or for an empty list. Ranges and choices are checked by the schema. Pure.
 */
export function convertText(setting: Setting, text: string): Converted {
  if (setting.kind === 'list') return { ok: true, value: listOf(text) };
  if (setting.kind === 'numbers') return numbersOf(text);
  if (text === '' && setting.nullable) return { ok: true, value: null };
  switch (setting.kind) {
    case 'whole':
      return /^[+-]?\d{1,15}$/.test(text) ? { ok: true, value: Number(text) } : no;
    case 'number':
      return decimal.test(text) ? { ok: true, value: Number(text) } : no;
    case 'boolean':
      return text === 'true' || text === 'false' ? { ok: true, value: text === 'true' } : no;
    default:
      return { ok: true, value: text };
  }
}

function numbersOf(text: string): Converted {
  const items = listOf(text);
  return items.every((item) => decimal.test(item)) ? { ok: true, value: items.map(Number) } : no;
}

function listOf(text: string): string[] {
  return text.trim() === '' ? [] : text.split(',').map((item) => item.trim());
}
