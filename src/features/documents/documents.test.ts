import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { LARGEST_DOCUMENT_BYTES, sizeWords, takeDocument } from './documents.rules.ts';

const pdf = Buffer.from('%PDF-1.7\n');
const zip = (part: string): Buffer => Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.from(part)]);

describe('what is taken as a document', () => {
  const taken: [string, Uint8Array, string][] = [
    ['Contract.PDF', pdf, 'Contract.pdf'],
    ['C:\\Users\\Sam\\lease.pdf', pdf, 'lease.pdf'],
    ['../../etc/passwd', pdf, 'passwd.pdf'],
    ['photo.jpeg', Buffer.from([0xff, 0xd8, 0xff, 0xe0]), 'photo.jpeg'],
    ['scan.png', Buffer.from([0x89, 0x50, 0x4e, 0x47]), 'scan.png'],
    ['terms.docx', zip('word/document.xml'), 'terms.docx'],
    ['prices.xlsx', zip('xl/workbook.xml'), 'prices.xlsx'],
    ['notes.odt', zip('mimetypeapplication/vnd.oasis.opendocument.text'), 'notes.odt'],
    ['what?<it>|is:.pdf', pdf, 'whatitis.pdf'],
    ['page.html', pdf, 'page.pdf'],
    ['\u202efdp.exe', pdf, 'fdp.pdf'],
    ['', pdf, 'document.pdf'],
  ];
  for (const [name, bytes, kept] of taken) {
    it(`keeps “${name}” as ${kept}`, () => {
      const document = takeDocument(name, bytes);
      assert.equal('name' in document && document.name, kept);
    });
  }

  const refused: [string, Uint8Array, RegExp][] = [
    ['empty.pdf', Buffer.alloc(0), /empty/],
    ['page.pdf', Buffer.from('<html><script>'), /must be a PDF/],
    ['program.pdf', Buffer.from('MZ\u0090'), /must be a PDF/],
    ['picture.svg', Buffer.from('<svg onload="x">'), /must be a PDF/],
    ['all.zip', zip('readme.txt'), /must be a PDF/],
    ['large.pdf', Buffer.concat([pdf, Buffer.alloc(LARGEST_DOCUMENT_BYTES)]), /smaller than 10 MB.*10\.0 MB/],
  ];
  for (const [name, bytes, why] of refused) {
    it(`refuses ${name}, and says why`, () => {
      const answer = takeDocument(name, bytes);
      assert.match('mend' in answer ? answer.mend : '', why);
    });
  }

  it('gives names that no file system trips over', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
        const document = takeDocument(name, pdf);
        assert.ok('name' in document);
        assert.match(document.name, /^[^\\/:*?"<>|\p{Cc}]{1,180}\.pdf$/u);
        assert.ok(!document.name.startsWith('.'));
      }),
    );
  });

  it('says sizes in words', () => {
    assert.deepEqual([1, 1024, 300_000, 1024 * 1024, 3_500_000].map(sizeWords), [
      '1 KB',
      '1 KB',
      '293 KB',
      '1.0 MB',
      '3.3 MB',
    ]);
  });
});
