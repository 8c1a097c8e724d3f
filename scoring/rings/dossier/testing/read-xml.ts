import { assert, present } from '../../../../base/assert.ts';

/** An element of an XML document that was read. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  text: string;
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  '#13': '\r',
  '#39': "'",
};

/**
 * Reads the part of XML that exports use, strictly: a declaration, elements with attributes in double quotes, text with entities. What is not well-formed, a
 * repeated attribute and a character that XML forbids are assertions.
 */
export function readXml(text: string): XmlElement {
  assert(/^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u.test(text), 'a forbidden character');
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
  assert(text.startsWith(declaration), 'no declaration');
  const document: XmlElement = { name: '', attributes: {}, children: [], text: '' };
  const stack = [document];
  const token = /<(\/?)([A-Za-z][\w.-]*)((?:\s+[\w:.]+="[^"<]*")*)\s*(\/?)>|([^<>]+)/gy;
  token.lastIndex = declaration.length;
  while (token.lastIndex < text.length) {
    const start = token.lastIndex;
    const match = token.exec(text);
    assert(match !== null, `not well-formed at ${start}: ${JSON.stringify(text.slice(start, start + 40))}`);
    const [, closing, name = '', attributes = '', empty, content] = match;
    const parent = present(stack.at(-1), 'the open element');
    if (content !== undefined) parent.text += decode(content);
    else if (closing === '/') assert(stack.pop()?.name === name, `</${name}> closes another element`);
    else {
      const element: XmlElement = { name, attributes: attributesOf(attributes), children: [], text: '' };
      parent.children.push(element);
      if (empty !== '/') stack.push(element);
    }
  }
  assert(stack.length === 1 && document.children.length === 1, 'not one whole element');
  return present(document.children[0], 'the root');
}

function attributesOf(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [, name = '', value = ''] of text.matchAll(/([\w:.]+)="([^"]*)"/g)) {
    assert(!(name in found), `attribute ${name} is there twice`);
    found[name] = decode(value);
  }
  return found;
}

function decode(text: string): string {
  return text.replaceAll(/&([^;]*);?/g, (_, name: string) => present(entities[name], `the entity ${name}`));
}
