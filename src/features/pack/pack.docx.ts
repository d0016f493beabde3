/**
 * The governor pack as a Word document: real headings, lists and tables, so that whoever reads it by ear or has it in large
 * print is served by Word itself. Pictures stand in the annex before the table that has their figures: as drawings, which Word
 * shows since 2016, with a bitmap beside each for what cannot show drawings.
 */
import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  HeadingLevel,
  ImageRun,
  LevelFormat,
  Packer,
  PageNumber,
  Paragraph,
  ShadingType,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import type { TextTable } from '../../ui/text-table.ts';
import { plainPng } from '../../ui/png.ts';
import type { PackBlock, PackDocument } from './pack.document.ts';
import { plainWords } from './pack.words.ts';
import type { PackDrawing } from './pack.view.ts';

/** Word counts in twentieths of a point; A4 with the margins of the printed page. */
const A4 = { width: 11_906, height: 16_838 };
const MARGIN = { top: 907, bottom: 907, left: 794, right: 794 };
const TEXT_WIDTH = A4.width - MARGIN.left - MARGIN.right;
const BULLETS = 'pack-bullets';
const INK = '1B2526';

/** By the name of the picture: its drawings, with bitmaps where they could be made. */
export type PackPictures = ReadonlyMap<string, readonly (PackDrawing & { png?: Buffer })[]>;

export const DOCX_MEDIA_TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** The document as the bytes of a .docx file. Its texts must be fit for XML already ({@link PackDocument} sees to that). */
export async function packDocx(document: PackDocument, pictures: PackPictures = new Map()): Promise<Buffer> {
  const [first, second] = document.pages;
  const groups = second.find((block) => block.kind === 'picture');
  return Packer.toBuffer(
    new Document({
      title: document.title,
      creator: 'Cairn',
      lastModifiedBy: 'Cairn',
      description: 'The technology plan, for governors',
      styles: {
        default: {
          document: { run: { font: 'Arial', size: 20, color: INK, language: { value: 'en-GB' } } },
          heading1: { run: { size: 34, bold: true, color: INK }, paragraph: { spacing: { after: 100 } } },
          heading2: {
            run: { size: 25, bold: true, color: INK },
            paragraph: { spacing: { before: 180, after: 70 }, keepNext: true },
          },
          heading3: {
            run: { size: 21, bold: true, color: INK },
            paragraph: { spacing: { before: 160, after: 60 }, keepNext: true },
          },
          caption: { run: { size: 17, italics: true, color: INK }, paragraph: { spacing: { before: 60, after: 40 } } },
        },
      },
      numbering: {
        config: [
          {
            reference: BULLETS,
            levels: [
              {
                level: 0,
                format: LevelFormat.BULLET,
                text: '•',
                alignment: AlignmentType.LEFT,
                style: { paragraph: { indent: { left: 360, hanging: 240 } } },
              },
            ],
          },
        ],
      },
      sections: [
        {
          properties: { page: { size: A4, margin: { ...MARGIN, footer: 450 } } },
          footers: { default: footerOf(document.title) },
          children: [
            new Paragraph({ text: document.title, heading: HeadingLevel.HEADING_1 }),
            ...first.flatMap((block) => blockOf(block, false)),
            ...partOf(second),
            ...partOf(document.annex, pictures).flatMap((part, index) =>
              // What the second page has no room for comes first in the annex.
              index === 0 && groups ? [part, ...picturesOf(pictures.get(groups.picture) ?? [])] : [part],
            ),
          ],
        },
      ],
    }),
  );
}

function footerOf(title: string): Footer {
  return new Footer({
    children: [
      new Paragraph({
        alignment: AlignmentType.RIGHT,
        children: [
          new TextRun({
            size: 16,
            children: [`${title} · Page `, PageNumber.CURRENT, ' of ', PageNumber.TOTAL_PAGES],
          }),
        ],
      }),
    ],
  });
}

/** Blocks that begin on a new page. */
function partOf(blocks: readonly PackBlock[], pictures: PackPictures = new Map()): (Paragraph | Table)[] {
  return blocks.flatMap((block, index) => [
    ...(block.kind === 'picture' ? picturesOf(pictures.get(block.picture) ?? []) : []),
    ...blockOf(block, index === 0),
  ]);
}

/** Pixels of an inch, of which Word makes what it shows; a picture takes no more than a page. */
const TEXT_WIDTH_PX = Math.floor(TEXT_WIDTH / 15);
const MOST_HEIGHT_PX = 860;

function picturesOf(drawings: readonly (PackDrawing & { png?: Buffer })[]): Paragraph[] {
  return drawings.map(({ svg, png, width, height, title, description }) => {
    const scale = Math.min(TEXT_WIDTH_PX / width, MOST_HEIGHT_PX / height);
    const image = new ImageRun({
      type: 'svg',
      data: Buffer.from(plainXml(svg)),
      fallback: { type: 'png', data: png ?? plainPng(Math.round(width / 4), Math.round(height / 4)) },
      transformation: { width: Math.round(width * scale), height: Math.round(height * scale) },
      altText: { name: plainWords(title), title: plainWords(title), description: plainWords(description) },
    });
    return new Paragraph({ spacing: { before: 60, after: 60 }, keepNext: true, children: [image] });
  });
}

/** A drawing without what no XML may hold: names in it come from other people's files. */
function plainXml(svg: string): string {
  return svg.toWellFormed().replace(/(?![\t\n\r])[\p{Cc}\p{Bidi_Control}\p{Noncharacter_Code_Point}\uFEFF]/gu, '');
}

const LEVELS = { 2: HeadingLevel.HEADING_2, 3: HeadingLevel.HEADING_3 } as const;

function blockOf(block: PackBlock, pageBreakBefore: boolean): (Paragraph | Table)[] {
  switch (block.kind) {
    case 'heading':
      return [new Paragraph({ text: block.text, heading: LEVELS[block.level], pageBreakBefore })];
    case 'text':
      return [new Paragraph({ text: block.text, spacing: { after: 100 }, pageBreakBefore })];
    case 'list':
      return block.items.map(
        ({ lead, text }) =>
          new Paragraph({
            numbering: { reference: BULLETS, level: 0 },
            spacing: { after: 40 },
            children: [
              ...(lead === undefined ? [] : [new TextRun({ text: `${lead} `, bold: true })]),
              new TextRun(text),
            ],
          }),
      );
    case 'table':
    case 'picture':
      return tableOf(block.table);
  }
}

/** The caption, the table with a heading row that Word repeats on each page, and a little room after it. */
function tableOf(table: TextTable): (Paragraph | Table)[] {
  const widths = widthsOf(table);
  const cell = (text: string, index: number, isHead: boolean): TableCell =>
    new TableCell({
      width: { size: widths[index] ?? 0, type: WidthType.DXA },
      margins: { top: 40, bottom: 40, left: 60, right: 60 },
      ...(isHead && { shading: { type: ShadingType.CLEAR, color: 'auto', fill: 'ECE8DD' } }),
      children: [
        new Paragraph({
          alignment: table.columns[index]?.numeric ? AlignmentType.RIGHT : AlignmentType.LEFT,
          children: [new TextRun({ text, size: 17, bold: isHead || index === 0 })],
        }),
      ],
    });
  return [
    new Paragraph({ text: table.caption, style: 'Caption', keepNext: true }),
    new Table({
      width: { size: TEXT_WIDTH, type: WidthType.DXA },
      columnWidths: widths,
      tableLook: { firstRow: true, firstColumn: true, noHBand: true, noVBand: true },
      borders: {
        top: RULE,
        bottom: RULE,
        left: NO_RULE,
        right: NO_RULE,
        insideHorizontal: RULE,
        insideVertical: NO_RULE,
      },
      rows: [
        new TableRow({
          tableHeader: true,
          cantSplit: true,
          children: table.columns.map(({ heading }, index) => cell(heading, index, true)),
        }),
        ...table.rows.map(
          (row) =>
            new TableRow({
              cantSplit: true,
              children: table.columns.map((_, index) => cell(row[index] ?? '', index, false)),
            }),
        ),
      ],
    }),
    new Paragraph({ spacing: { after: 60 }, children: [new TextRun({ text: '', size: 8 })] }),
  ];
}

const RULE = { style: BorderStyle.SINGLE, size: 4, color: 'B5AF9F' } as const;
const NO_RULE = { style: BorderStyle.NONE, size: 0, color: 'auto' } as const;

/** Shares of the page by how much the columns have to say: a column of amounts stays narrow beside one of sentences. */
function widthsOf({ columns, rows }: TextTable): number[] {
  const weights = columns.map(({ heading }, index) => {
    const longest = Math.max(0, ...rows.map((row) => row[index]?.length ?? 0));
    const words = Math.max(...heading.split(' ').map((word) => word.length));
    return Math.max(words + 2, Math.min(longest, 8 + Math.sqrt(longest) * 3));
  });
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => Math.floor((TEXT_WIDTH * weight) / all));
}
