/** Readers of the files that are made: the words of a PDF, the parts, paragraphs and tables of a Word document. */
import { inflateRawSync } from 'node:zlib';
import { extractText, getDocumentProxy } from 'unpdf';

/** The words of each page of a PDF, with its line breaks as spaces. */
export async function pdfPages(bytes: Buffer): Promise<string[]> {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(bytes)), { mergePages: false });
  return text.map((page) => page.replaceAll(/\s+/g, ' ').trim());
}

/** The files in a zip archive. */
export function unzip(bytes: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  const end = bytes.lastIndexOf(Buffer.from('PK\u0005\u0006'));
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [method, size] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20)];
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
    const name = bytes.toString('utf8', at + 46, at + 46 + (nameLength ?? 0));
    const local = bytes.readUInt32LE(at + 42);
    const data = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const packed = bytes.subarray(data, data + size);
    files.set(name, method === 0 ? packed : inflateRawSync(packed));
    at += 46 + (nameLength ?? 0) + (extra ?? 0) + (comment ?? 0);
  }
  return files;
}

export interface ReadDocx {
  /** By name in the archive. */
  files: Map<string, Buffer>;
  /** `word/document.xml`. */
  xml: string;
  /** Style and words of each paragraph outside tables, in order; "" where it has no style. */
  paragraphs: { style: string; text: string; isNewPage: boolean }[];
  tables: { caption: string; headerRows: number; rows: string[][] }[];
}

export function readDocx(bytes: Buffer): ReadDocx {
  const files = unzip(bytes);
  const xml = files.get('word/document.xml')?.toString('utf8') ?? '';
  const paragraphs: ReadDocx['paragraphs'] = [];
  const tables: ReadDocx['tables'] = [];
  for (const [part] of xml.matchAll(/<w:tbl>[^]*?<\/w:tbl>|<w:p>[^]*?<\/w:p>|<w:p\/>/g)) {
    if (!part.startsWith('<w:tbl>')) {
      const style = /<w:pStyle w:val="([^"]+)"/.exec(part)?.[1] ?? '';
      paragraphs.push({ style, text: wordsOf(part), isNewPage: part.includes('<w:pageBreakBefore/>') });
      continue;
    }
    const rows = [...part.matchAll(/<w:tr>[^]*?<\/w:tr>/g)].map(([row]) => row);
    tables.push({
      caption: paragraphs.at(-1)?.text ?? '',
      headerRows: rows.filter((row) => row.includes('<w:tblHeader/>')).length,
      rows: rows.map((row) => [...row.matchAll(/<w:tc>[^]*?<\/w:tc>/g)].map(([cell]) => wordsOf(cell))),
    });
  }
  return { files, xml, paragraphs, tables };
}

function wordsOf(xml: string): string {
  const words = [...xml.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>/g)].map(([, text = '']) => text).join('');
  return words
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .trim();
}

/** What is wrong with an XML document: a character that none may have, a stray sign, a tag that is not closed. */
export function xmlFaults(xml: string): string[] {
  const faults: string[] = [];
  const illegal = /(?![\t\n\r\u007F-\u009F])\p{Cc}|[\uFFFE\uFFFF]|\p{Cs}/u;
  if (illegal.test(xml)) faults.push('a character that XML does not allow');
  if (/&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/i.test(xml)) faults.push('a bare &');
  const open: string[] = [];
  const rest = xml
    .replace(/<\?xml[^>]*\?>/, '')
    .replace(/<(\/?)([\w:]+)((?:\s+[\w:.-]+="[^"<]*")*)\s*(\/?)>/g, (_, end, name, _attributes, alone) => {
      if (end) {
        if (open.pop() !== name) faults.push(`</${String(name)}> closes nothing`);
      } else if (!alone) open.push(String(name));
      return '';
    });
  if (open.length > 0) faults.push(`never closed: ${open.join(', ')}`);
  if (/[<>]/.test(rest)) faults.push('a bare < or >');
  return faults;
}
