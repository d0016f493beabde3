/** A table as an Excel workbook: texts are text cells whatever they begin with, so that none is ever a formula. */
import writeWorkbook, { type SheetData } from 'write-excel-file/node';
import { isPlainDate } from '../../domain/dates.ts';
import type { ExportTable } from './registers.csv.ts';

type Row = SheetData[number];

const WIDEST = 50;
/** A cell of Excel holds no more. */
const LONGEST_CELL = 32_767;

/** The table on one sheet, with its heading row in place while one scrolls. */
export async function tableWorkbook(sheet: string, { columns, rows }: ExportTable): Promise<Buffer> {
  const heading: Row = columns.map(({ heading: value }) => ({ value, type: String, fontWeight: 'bold' }));
  const body = rows.map((row): Row => row.map((text, index) => cellOf(text, columns[index]?.holds ?? 'text')));
  const widths = columns.map(({ heading: text, holds }) => ({
    width: holds === 'text' ? Math.min(Math.max(text.length, 14), WIDEST) : Math.max(text.length, 12),
  }));
  return writeWorkbook([heading, ...body], {
    sheet: sheet.replace(/[\\/?*[\]:]/g, ' ').slice(0, 31),
    columns: widths,
    stickyRowsCount: 1,
  }).toBuffer();
}

function cellOf(text: string, holds: ExportTable['columns'][number]['holds']): Row[number] {
  if (text === '') return null;
  if (holds === 'date' && isPlainDate(text) && text >= '1900-03-01') {
    return { value: new Date(`${text}T00:00:00Z`), type: Date, format: 'dd/mm/yyyy' };
  }
  if (holds === 'number' && /^-?\d{1,15}(\.\d{1,2})?$/.test(text)) return { value: Number(text), type: Number };
  return { value: withoutControls(text).slice(0, LONGEST_CELL), type: String };
}

/** XML holds no control characters but tab and line ends. */
function withoutControls(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what this is about
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');
}
