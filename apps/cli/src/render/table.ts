import { textLength } from '#core/text/text-units';

/** Columns aligned by their widest cell; the last one is left ragged. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) {
      widths[column] = Math.max(widths[column] ?? 0, width(cell));
    }
  }
  return rows.map((row) => alignedRow(row, widths)).join('\n');
}

function alignedRow(row: readonly string[], widths: readonly number[]): string {
  const cells = row.map((cell, column) => {
    const padding = (widths[column] ?? 0) - width(cell);
    return column === row.length - 1 ? cell : cell + ' '.repeat(padding);
  });
  return cells.join('  ').trimEnd();
}

function width(cell: string): number {
  return textLength(cell, 'graphemes');
}
