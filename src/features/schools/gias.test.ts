import assert from 'node:assert/strict';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { ImportError, type FileSource } from '../../platform/tables/index.ts';
import { openEstablishments, type Establishment, type OpenGias } from './gias.rules.ts';

const sample = new URL('../../../test/samples/edubasealldata-sample.csv', import.meta.url);
const shared = new URL('../../../../shared/data/schools/', import.meta.url);

async function readAll(source: FileSource, name: string): Promise<{ gias: OpenGias; found: Establishment[] }> {
  const gias = await openEstablishments(source, name);
  const found: Establishment[] = [];
  for await (const batch of gias.batches()) found.push(...batch);
  return { gias, found };
}

describe('the list of all establishments', () => {
  it('is read in its own layout of 140 columns, in Windows-1252', async () => {
    const { gias, found } = await readAll(readFileSync(sample), 'edubasealldata20260901.csv');
    assert.deepEqual([gias.asAt, gias.columns, gias.tally.rows, gias.tally.read], ['2026-09-01', 140, 12, 11]);
    assert.deepEqual(gias.tally.left, [{ row: 13, reason: '“99012” is not a URN of six digits.' }]);
    assert.deepEqual(
      gias.tally.odd.map(({ urn, column, text }) => [urn, column, text]),
      [
        ['990009', 'OpenDate', '01-09-1871'],
        ['990011', 'NumberOfPupils', 'about 120'],
      ],
    );
    assert.equal(found[1]?.name, 'St Mérin’s Catholic Primary School');
    assert.deepEqual(found[2], {
      urn: '990003',
      name: 'Larkrise Academy',
      phase: 'secondary',
      type: 'Academy converter',
      governance: 'academy',
      laCode: '999',
      laName: 'Ashbrook',
      status: 'Open',
      openedOn: '2012-08-01',
      closedOn: null,
      postcode: 'ZZ2 1AA',
      town: 'Larkrise',
      pupils: 1104,
      hasSixthForm: true,
      trustName: 'THE LARKRISE TRUST',
      trustUid: '9901',
    });
    assert.equal(found[7]?.closedOn, '2009-08-31');
    assert.deepEqual(
      found.slice(0, 7).map(({ hasSixthForm }) => hasSixthForm),
      [null, null, true, null, null, false, null],
    );
  });

  it('is mapped to our phases and ways of governance', async () => {
    const { found } = await readAll(readFileSync(sample), 'edubasealldata.csv');
    assert.deepEqual(
      found.map(({ phase, governance }) => [phase, governance]),
      [
        ['primary', 'maintained'],
        ['primary', 'maintained'],
        ['secondary', 'academy'],
        ['special', 'maintained'],
        ['all-through', 'academy'],
        ['secondary', 'maintained'],
        ['nursery', 'maintained'],
        ['primary', 'maintained'],
        ['all-through', null],
        ['post-16', null],
        ['special', 'academy'],
      ],
    );
  });

  it('is read the same from gzip, and as a stream', async () => {
    const plain = await readAll(readFileSync(sample), 'edubasealldata.csv');
    const zipped = await readAll(gzipSync(readFileSync(sample)), 'edubasealldata.csv.gz');
    const streamed = await readAll(createReadStream(sample, { highWaterMark: 7 }), 'edubasealldata.csv');
    assert.deepEqual(zipped.found, plain.found);
    assert.deepEqual(streamed.found, plain.found);
  });

  it('refuses another file and a damaged one in plain words', async () => {
    const refused = async (source: Uint8Array, name: string): Promise<string> => {
      try {
        await readAll(source, name);
      } catch (error) {
        assert.ok(error instanceof ImportError);
        assert.ok(error.howToMend.length > 20);
        return error.code;
      }
      return 'read';
    };
    assert.equal(await refused(Buffer.from('URN,Name\n100000,A school\n'), 'schools.csv'), 'not-gias');
    assert.equal(await refused(new Uint8Array(0), 'edubasealldata.csv'), 'file-empty');
    const cut = gzipSync(readFileSync(sample)).subarray(0, 600);
    assert.equal(await refused(cut, 'edubasealldata.csv.gz'), 'file-kind-not-read');
  });

  it('is read in full at its real size', async () => {
    const name = 'edubasealldata20220505_reconstructed.csv.gz';
    const file = new URL(name, shared);
    const source = existsSync(file) ? createReadStream(file) : createReadStream(sample);
    const { gias, found } = await readAll(source, name);
    assert.equal(gias.tally.rows, existsSync(file) ? 49_514 : 12);
    assert.equal(found.length, gias.tally.read);
    assert.equal(gias.tally.read + gias.tally.leftCount, gias.tally.rows);
    assert.equal(new Set(found.map((school) => school.urn)).size, found.length);
  });
});
