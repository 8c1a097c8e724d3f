/**
 * The cells of one CSV line (RFC 4180: a cell may be in double quotes, a doubled quote inside stands for one). Null when
 * a quoted cell does not end on the line, or is followed by other text; cells that span lines are not supported.
 */
export function splitCsv(line: string): string[] | null {
  if (!line.includes('"')) return line.split(',');
  const cells: string[] = [];
  let index = 0;
  for (;;) {
    const end = line[index] === '"' ? quotedEnd(line, index) : plainEnd(line, index);
    if (end < 0) return null;
    const cell = line.slice(index, end);
    cells.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (end >= line.length) return cells;
    index = end + 1;
  }
}

function plainEnd(line: string, start: number): number {
  const end = line.indexOf(',', start);
  return end < 0 ? line.length : end;
}

/** The index after the closing quote, -1 when there is none or when it is not the end of the cell. */
function quotedEnd(line: string, start: number): number {
  let quote = line.indexOf('"', start + 1);
  while (quote >= 0 && line[quote + 1] === '"') quote = line.indexOf('"', quote + 2);
  if (quote < 0) return -1;
  const end = quote + 1;
  return end === line.length || line[end] === ',' ? end : -1;
}
