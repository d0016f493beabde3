/** A made-up register of contracts of any length, the same for the same length. */

export const madeHeadings = [
  'Contract title',
  'Supplier',
  'Reference',
  'Description',
  'Annual cost',
  'Start date',
  'End date',
  'Notice period',
  'Auto renew',
  'Owner',
  'Notes',
];

const things = ['Broadband', 'Photocopiers', 'Web filtering', 'Telephones', 'Backup', 'Library software', 'IT support'];
const firms = ['Fernhill Networks', 'Quill & Sons', 'Amber Print', 'Larkspur Cloud', 'Northgate Education'];

/** The register as rows of text, headings first, and as CSV. */
export function madeRegister(rows: number): { cells: string[][]; csv: string } {
  const two = (number: number) => String(number).padStart(2, '0');
  const cells = [madeHeadings];
  for (let i = 1; i <= rows; i += 1) {
    const year = 2020 + (i % 6);
    const month = 1 + (i % 12);
    cells.push([
      `${things[i % things.length]} for site ${i}`,
      firms[i % firms.length] ?? '',
      `C-${100_000 + i}`,
      `Supply and support of ${things[i % things.length]?.toLowerCase()} at site ${i}, with a yearly review`,
      `£${(1000 + (i % 9000)).toLocaleString('en-GB')}.50`,
      `01/${two(month)}/${year}`,
      `28/${two(month)}/${year + 3}`,
      `${1 + (i % 6)} months`,
      i % 3 === 0 ? 'Yes' : 'No',
      `Owner ${i % 40}`,
      i % 5 === 0 ? 'Ask for a price for three years, and for one' : '',
    ]);
  }
  const quoted = (cell: string) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  return { cells, csv: `${cells.map((row) => row.map(quoted).join(',')).join('\r\n')}\r\n` };
}
