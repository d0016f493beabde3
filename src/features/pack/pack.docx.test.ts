import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crc32, deflateSync, inflateSync } from 'node:zlib';
import { crowdedPack, paperContent } from '../../../test/made-pack.ts';
import { readDocx, xmlFaults } from '../../../test/read-files.ts';
import { cutPng, plainPng } from '../../ui/png.ts';
import { type PackBlock, type PackDocument, packDocument } from './pack.document.ts';
import { packDocx } from './pack.docx.ts';
import { packDrawings } from './pack.view.ts';

const long = (index: number) => `${index} Replacement of the access points & switches in every classroom `.repeat(7);
const hostile = (index: number) =>
  `${index}\u202E🏫</w:t></w:r><w:instrText>DDEAUTO c:\\\\cmd.exe</w:instrText>\u0000\u0008<script>&"'${'é👩‍👧'.repeat(80)}\uD800`;

async function made(name: (index: number) => string, school: string) {
  const document = packDocument(crowdedPack(name, school));
  return { document, file: readDocx(await packDocx(document)) };
}

const blocksOf = ({ pages, annex }: PackDocument): PackBlock[] => [...pages.flat(), ...annex];

for (const [kind, name, school] of [
  ['of long names', long, 'Elm Lane Primary'],
  ['of hostile names', hostile, '<script>alert(1)</script>\u202E & “co”'],
] as const) {
  test(`a Word document ${kind} says all that the pack says, in order`, async () => {
    const { document, file } = await made(name, school);
    const [title, ...rest] = file.paragraphs.filter(({ text, style }) => text !== '' && style !== 'Caption');
    assert.deepEqual([title?.style, title?.text], ['Heading1', document.title]);
    const expected = blocksOf(document).flatMap((block): string[] => {
      if (block.kind === 'list') return block.items.map(({ lead, text }) => (lead ? `${lead} ${text}` : text));
      return block.kind === 'heading' || block.kind === 'text' ? [block.text] : [];
    });
    assert.deepEqual(
      rest.map(({ text }) => text),
      expected,
    );
    const tables = blocksOf(document).flatMap((block) => ('table' in block ? [block.table] : []));
    assert.deepEqual(
      file.tables.map(({ caption, rows }) => ({ caption, rows })),
      tables.map(({ caption, columns, rows }) => ({ caption, rows: [columns.map(({ heading }) => heading), ...rows] })),
    );
  });

  test(`a Word document ${kind} is sound XML, and nothing in it runs or is fetched`, async () => {
    const { file } = await made(name, school);
    for (const [path, bytes] of file.files) {
      if (!/\.(?:xml|rels)$/.test(path)) assert.fail(`${path} is neither XML nor a list of parts`);
      assert.deepEqual(xmlFaults(bytes.toString('utf8')), [], path);
      assert.doesNotMatch(path, /vba|embed|activeX|customXml/i);
    }
    for (const [path, bytes] of file.files) {
      const text = bytes.toString('utf8');
      if (path.endsWith('.rels')) assert.doesNotMatch(text, /TargetMode="External"/, path);
      const codes = [...text.matchAll(/<w:instrText[^>]*>([^<]*)</g)].map(([, code]) => code);
      assert.ok(
        codes.every((code) => code === 'PAGE' || code === 'NUMPAGES'),
        `${path}: ${codes.join(', ')}`,
      );
    }
    assert.doesNotMatch(file.xml, /<w:(?:object|control|hyperlink|altChunk)\b/);
  });
}

test('can be read by ear: a title, a language, headings in order, tables with a row of headings', async () => {
  const { document, file } = await made(long, 'Elm Lane Primary');
  const core = file.files.get('docProps/core.xml')?.toString('utf8') ?? '';
  assert.ok(core.includes(`<dc:title>${document.title}</dc:title>`), core);
  assert.match(file.files.get('word/styles.xml')?.toString('utf8') ?? '', /<w:docDefaults>.*<w:lang w:val="en-GB"/s);
  const levels = file.paragraphs.flatMap(({ style }) => /^Heading(\d)$/.exec(style)?.[1] ?? []).map(Number);
  assert.equal(levels.filter((level) => level === 1).length, 1);
  for (const [index, level] of levels.entries()) assert.ok(level <= (levels[index - 1] ?? 0) + 1, `${index}: ${level}`);
  assert.ok(file.tables.length > 8);
  for (const { caption, headerRows, rows } of file.tables) {
    assert.notEqual(caption, '');
    assert.equal(headerRows, 1, caption);
    assert.ok(
      rows.every((row) => row.length === rows[0]?.length),
      caption,
    );
  }
  // Two pages, then the annex.
  const pages = file.paragraphs.filter(({ isNewPage }) => isNewPage).map(({ text }) => text);
  assert.deepEqual(pages, ['The core standards, group by group', 'Annex']);
  const lists = file.xml.match(/<w:numPr>/g)?.length ?? 0;
  assert.ok(lists > 10, 'lists are lists');
  const footer = [...file.files].find(([path]) => /footer\d*\.xml$/.test(path))?.[1].toString('utf8') ?? '';
  assert.match(footer, />PAGE<.*>NUMPAGES</s);
});

test('has its pictures in the annex, each with words for those who cannot see it and its table behind it', async () => {
  const given = crowdedPack(long, 'Elm Lane Primary');
  const document = packDocument(given);
  const drawings = packDrawings(document, paperContent(given));
  assert.deepEqual([...drawings.keys()].toSorted(), ['groups', 'money', 'standards', 'timeline', 'waves']);
  const all = [...drawings.values()].flat();
  assert.ok(all.length >= 5 && all.every(({ width, height }) => width > 100 && height > 50));
  const file = readDocx(await packDocx(document, drawings));
  const svgs = [...file.files].filter(([path]) => path.endsWith('.svg'));
  const pngs = [...file.files].filter(([path]) => path.endsWith('.png'));
  assert.equal(svgs.length, all.length);
  assert.ok(pngs.length > 0);
  for (const [path, bytes] of svgs) {
    const text = bytes.toString('utf8');
    assert.deepEqual(xmlFaults(text), [], path);
    assert.match(text, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    assert.doesNotMatch(text, /<script|<foreignObject|href="|url\((?!#)/, path);
  }
  for (const [, bytes] of pngs) assert.equal(bytes.subarray(1, 4).toString('latin1'), 'PNG');
  const described = [...file.xml.matchAll(/<wp:docPr [^>]*descr="([^"]+)"/g)].map(([, words = '']) => words);
  assert.equal(described.length, all.length);
  assert.ok(described.every((words) => words.length > 20));
  // After each picture comes its table; what says it in words is in the same part of the document.
  const parts = file.xml.split(/<w:drawing>/);
  assert.equal(parts.length - 1, all.length);
  // One picture may be drawn in parts; the first of the annex has its table on the second page.
  assert.equal(parts.slice(1).filter((part) => part.includes('<w:tbl>')).length, drawings.size - 1);
  // The two pages stay as they were: the picture of the second comes at the head of the annex.
  const annexAt = file.xml.indexOf('>Annex<');
  assert.ok(annexAt > 0 && file.xml.indexOf('<w:drawing>') > annexAt);
  assert.deepEqual(xmlFaults(file.xml), []);
});

test('a bitmap is cut into pieces without losing a point, whatever its filters', () => {
  // Two colours in rows of every filter, as other programs write them: grey, 8 wide.
  const whole = [0, 1, 2, 3, 4].flatMap((filter) => [
    filter,
    ...Array.from({ length: 8 }, (_, x) => (x * 37 + filter * 11) & 255),
  ]);
  const png = plainPng(8, 5);
  const at = png.indexOf('IDAT', 0, 'latin1');
  const data = deflateSync(Buffer.from(whole));
  const size = Buffer.alloc(4);
  size.writeUInt32BE(data.length);
  const filtered = Buffer.concat([
    png.subarray(0, at - 4),
    size,
    Buffer.from('IDAT'),
    data,
    Buffer.alloc(4),
    png.subarray(-12),
  ]);
  const [all] = cutPng(filtered, [{ from: 0, height: 5 }]) ?? assert.fail();
  const [first, second] =
    cutPng(filtered, [
      { from: 0, height: 2 },
      { from: 2, height: 3 },
    ]) ?? assert.fail();
  const points = (one: Buffer | undefined) => {
    assert.ok(one);
    const start = one.indexOf('IDAT', 0, 'latin1');
    return inflateSync(one.subarray(start + 4, start + 4 + one.readUInt32BE(start - 4)));
  };
  assert.deepEqual(Buffer.concat([points(first), points(second)]), points(all));
  // The second row: each point is its own plus the one to its left.
  const row = [...points(all).subarray(10, 18)];
  let sum = 0;
  assert.deepEqual(
    row,
    Array.from({ length: 8 }, (_, x) => (sum = (sum + x * 37 + 11) & 255)),
  );
  assert.equal(cutPng(Buffer.from('not a bitmap at all, not at all'), []), null);
});

test('a bitmap that stands for a drawing is a sound PNG of its size', () => {
  const png = plainPng(40, 25);
  assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [40, 25]);
  const at = png.indexOf('IDAT', 0, 'latin1');
  const rows = inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)));
  assert.equal(rows.length, 41 * 25);
  assert.equal(
    crc32(png.subarray(at, at + 4 + png.readUInt32BE(at - 4))),
    png.readUInt32BE(at + 4 + png.readUInt32BE(at - 4)),
  );
});
