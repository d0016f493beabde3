import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { noticeDeadline } from '../../domain/deadlines.ts';
import { contractSchema, type Contract } from '../../domain/record.ts';
import { letterText, mayGiveNotice, noticeLetter } from './notice-letter.rules.ts';

const today = '2026-11-24';

function contract(fields: Partial<Contract>): Contract {
  return contractSchema.parse({
    id: 'c1',
    title: 'Copier lease',
    renewal: 'automatic',
    renewalMonths: 12,
    endsOn: '2027-08-31',
    noticeCount: 3,
    noticeUnit: 'months',
    ...fields,
  });
}

const textOf = (item: Contract): string =>
  letterText(noticeLetter(item, noticeDeadline(item, today), 'Elm Lane Primary', today));

describe('the letter that gives notice', () => {
  it('says what is known', () => {
    const text = textOf(
      contract({
        supplier: 'Copy & Co',
        noticeTo: 'Contracts team\r\n\r\n1 High Street\nLeeds',
        reference: 'CC-77',
        noticeMethod: 'recorded-post',
        personalData: false,
        isLease: true,
      }),
    );
    assert.match(
      text,
      /^Elm Lane Primary\n\[your school’s address\]\n\nCopy & Co\nContracts team\n1 High Street\nLeeds\n\n24 November 2026\n/,
    );
    assert.match(text, /Notice to end the contract for Copier lease\nReference: CC-77\n/);
    assert.match(text, /It then ends on 31 August 2027\./);
    assert.match(
      text,
      /asks for 3 months' notice, given by letter that is signed for\. By our reading notice is due by 31 May 2027\./,
    );
    assert.match(text, /equipment is collected/);
    assert.doesNotMatch(text, /data/);
    assert.deepEqual(text.match(/\[[^\]]+\]/g), ['[your school’s address]', '[your name]', '[your role]']);
  });

  it('marks what is not known, and makes nothing up', () => {
    const text = textOf(contract({ noticeCount: null, endsOn: null }));
    for (const place of [
      'the supplier’s name',
      'the address that the contract names for notices',
      'contract or account number',
      'the day on which it ends',
      'the notice that the contract asks for',
      'how the contract says that notice must be given',
      'if you hold personal data for us: how we get our data back, and that you delete it afterwards',
    ]) {
      assert.ok(text.includes(`[${place}]`), place);
    }
    assert.doesNotMatch(text, /due by|null|undefined/);
  });

  it('ends the next term where the date for the present one is missed', () => {
    const text = textOf(contract({ endsOn: '2026-12-31' }));
    assert.match(text, /It then ends on 31 December 2027\./);
  });
});

describe('whether there is notice to give', () => {
  for (const [what, fields, may] of [
    ['it renews itself', {}, true],
    ['it may renew itself', { renewal: null }, true],
    ['its dates are not known', { endsOn: null, noticeCount: null }, true],
    ['it stops by itself', { renewal: 'none' }, false],
    ['it is renewed by agreement', { renewal: 'by-agreement' }, false],
    ['notice is given', { noticeGivenOn: '2026-11-01' }, false],
    ['it has ended', { endedOn: '2026-11-01' }, false],
    ['its end has passed and renewal is not known', { renewal: null, endsOn: '2026-10-31' }, false],
  ] as [string, Partial<Contract>, boolean][]) {
    it(`${what}: ${may ? 'yes' : 'no'}`, () => {
      const item = contract(fields);
      assert.equal(mayGiveNotice(item, noticeDeadline(item, today)), may);
    });
  }
});
