import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'node:test';
import { sampleRecord } from '../../../test/people.ts';
import { smallSchool } from '../../../test/small-school.ts';
import { editionFor, loadLibrary } from '../../library/index.ts';
import { readLibraryFolder } from '../../platform/library-files.ts';
import { ruleNames } from '../../status/index.ts';
import { acceptedChecks } from './accepted.rules.ts';
import { checksOf } from './checks.rules.ts';

const library = loadLibrary(readLibraryFolder(fileURLToPath(new URL('../../../library', import.meta.url))), ruleNames);
const edition = editionFor(library, sampleRecord());
const TODAY = '2026-11-24';
const accepted = (until: string, parts: object = {}) => ({
  id: 'e1',
  requirementId: 'broadband-2.backup-line',
  needId: null,
  subject: 'A second line.',
  reason: 'We move.',
  until,
  agreedBy: 'Governors',
  agreedOn: '2026-01-01',
  ...parts,
});
const kinds = (until: string, parts: object = {}) =>
  acceptedChecks({ ...sampleRecord(), exceptions: [accepted(until, parts)] }, edition, TODAY).map(({ kind }) => kind);

describe('the check of an accepted gap', () => {
  it('comes as its last day nears, and stays after it', () => {
    assert.deepEqual(kinds('2027-02-23'), []);
    assert.deepEqual(kinds('2027-02-22'), ['accepted-ends']);
    assert.deepEqual(kinds(TODAY), ['accepted-ends']);
    assert.deepEqual(kinds('2026-11-23'), ['accepted-over']);
  });

  it('does not come for what is met', () => {
    const requirement = edition.requirements.find(({ question }) => question !== null);
    const record = smallSchool(library, []);
    const parts = { requirementId: requirement?.id ?? '' };
    assert.deepEqual(kinds('2026-11-23', parts), ['accepted-over']);
    assert.deepEqual(acceptedChecks({ ...record, exceptions: [accepted('2026-11-23', parts)] }, edition, TODAY), []);
  });

  it('stands among the school’s checks, and leads to its page', () => {
    const record = { ...sampleRecord(), exceptions: [accepted(TODAY, { requirementId: null, needId: 'n' })] };
    const found = checksOf(record, library, TODAY, null).find(({ kind }) => kind === 'accepted-ends');
    assert.equal(found?.fix.path, '/exceptions/e1');
    assert.equal(found.since, '2026-08-26');
  });
});
