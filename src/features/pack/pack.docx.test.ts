import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crowdedPack } from '../../../test/made-pack.ts';
import { readDocx, xmlFaults } from '../../../test/read-files.ts';
import { type PackBlock, type PackDocument, packDocument } from './pack.document.ts';
import { packDocx } from './pack.docx.ts';

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
