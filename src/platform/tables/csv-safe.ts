/**
 * Writing cells that a spreadsheet will not run. A cell that starts with =, +, -, @, a tab or a line end can be taken for a
 * formula when the file is opened; it gets an apostrophe before it, which spreadsheets show as plain text. Numbers keep
 * their minus.
 */
export function csvSafe(cell: string): string {
  return needsApostrophe(cell) ? `'${cell}` : cell;
}

/** The cell as it was before {@link csvSafe}: export, then import, changes nothing. */
export function csvUnsafe(cell: string): string {
  return cell.startsWith("'") && needsApostrophe(cell) ? cell.slice(1) : cell;
}

/** Also for cells that already have apostrophes before such a start, so that taking one off again is always right. */
function needsApostrophe(cell: string): boolean {
  const bare = cell.replace(/^'+/, '');
  const risky = /^[\s\u00a0]*[=+\-@|\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/.test(bare);
  return risky && !/^[+-]?\d+(?:\.\d+)?$/.test(bare);
}

/** One line of CSV, each cell safe and quoted where it must be, ended by CRLF as RFC 4180 asks. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => quoted(csvSafe(cell))).join(',')}\r\n`;
}

function quoted(cell: string): string {
  return /[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
