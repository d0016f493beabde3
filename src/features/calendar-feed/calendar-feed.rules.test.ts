/** The file that a calendar program gets, read back by another library and looked at octet by octet (RFC 5545). */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import ICAL from 'ical.js';
import { addDays } from '../../domain/dates.ts';
import { contractSchema, type Contract } from '../../domain/record.ts';
import { calendarFile, etagOf, feedEvents, isKnown, type FeedEvent, type FeedInput } from './calendar-feed.rules.ts';

const AT = new Date('2026-11-20T10:00:00Z');

function input(contracts: Partial<Contract>[], parts: Partial<FeedInput> = {}): FeedInput {
  return {
    school: {
      scope: { organisationId: 'o', schoolId: 's' },
      key: '100001',
      name: 'Elm Lane Primary',
      version: 1,
      updatedAt: new Date('2026-11-01T10:00:00Z'),
    },
    nameSchool: false,
    contracts: contracts.map((fields, index) => ({
      ...contractSchema.parse({ id: `c${index}`, title: 'Copier lease', ...fields }),
      version: 1,
      updatedAt: AT,
    })),
    exceptions: [],
    evidence: [],
    tasks: [],
    governorsMeetings: ['2027-03-24'],
    calendar: { terms: [], holidays: [], bankHolidays: [] },
    today: '2026-11-24',
    origin: 'https://cairn.example',
    ...parts,
  };
}

const copier: Partial<Contract> = {
  endsOn: '2027-08-31',
  renewal: 'automatic',
  renewalMonths: 12,
  noticeCount: 3,
  noticeUnit: 'months',
  leadInDays: 60,
};

/** What a reader makes of the file: the events by the other library, which throws at anything that is not iCalendar. */
function read(file: string) {
  const calendar = new ICAL.Component(ICAL.parse(file) as unknown[]);
  const events = calendar.getAllSubcomponents('vevent').map((component) => {
    const event = new ICAL.Event(component);
    const text = (name: string) => component.getFirstPropertyValue(name)?.toString() ?? null;
    return {
      uid: event.uid,
      start: event.startDate.toString(),
      end: event.endDate.toString(),
      isDate: event.startDate.isDate,
      summary: event.summary,
      description: event.description,
      sequence: event.sequence,
      url: text('url'),
      stamp: text('dtstamp'),
      modified: text('last-modified'),
      transparency: text('transp'),
      names: component.getAllProperties().map(({ name }) => name),
    };
  });
  const text = (name: string) => calendar.getFirstPropertyValue(name)?.toString() ?? null;
  return { version: text('version'), prodId: text('prodid'), name: text('x-wr-calname'), events };
}

/** A control character that a calendar's text may not hold: all but tabs and line ends. */
function isControl(letter: string): boolean {
  const code = letter.codePointAt(0) ?? 0;
  return (code < 32 && !['\t', '\n', '\r'].includes(letter)) || (code >= 127 && code < 160);
}

function checkLines(file: string): void {
  assert.ok(file.endsWith('END:VCALENDAR\r\n'), 'ends with a line end');
  assert.ok(!/(?<!\r)\n|\r(?!\n)/.test(file), 'lines end in CRLF and nothing else');
  for (const line of file.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, `at most 75 octets: ${line}`);
  assert.deepEqual([...file.replaceAll('\r\n', '')].filter(isControl), [], 'no control characters');
  assert.equal(Buffer.from(file).toString('utf8'), file, 'is UTF-8');
}

describe('the file of a feed', () => {
  it('holds the days to find something out by: one for each who is asked, and of what is open alone', () => {
    const task = (id: string, parts: object = {}): FeedInput['tasks'][number] => ({
      id,
      questionId: id,
      askedRole: 'IT support with the estates team',
      ownerName: null,
      ownerEmail: null,
      dueOn: '2026-12-14',
      note: null,
      state: 'open',
      version: 2,
      updatedAt: AT,
      ...parts,
    });
    const tasks = [
      task('a'),
      task('b', { askedRole: 'IT support' }),
      task('c', { ownerName: 'Alex Example' }),
      task('d', { state: 'done', updatedAt: new Date('2026-11-22T10:00:00Z') }),
      task('e', { dueOn: '2026-11-23' }),
    ];
    const found = read(calendarFile('Dates', feedEvents(input([], { tasks })))).events;
    assert.deepEqual(
      found.map(({ summary, start, sequence }) => [summary, start, sequence]),
      [
        ['Find out from IT support: 2 questions', '2026-12-14', 5],
        ['Find out from Alex Example: one question', '2026-12-14', 5],
      ],
    );
    assert.equal(found[0]?.url, 'https://cairn.example/schools/100001/find-out');
    // One found out: the same event, changed.
    const [before] = feedEvents(input([], { tasks }));
    const [after] = feedEvents(input([], { tasks: [task('a', { state: 'done', version: 3 }), ...tasks.slice(1)] }));
    assert.equal(after?.uid, before?.uid);
    assert.ok((after?.sequence ?? 0) > (before?.sequence ?? 0));
  });

  it('holds the last day of a gap that is accepted, within two years, and changes with it', () => {
    const exceptions = ['2026-11-23', '2026-11-24', '2028-08-31', '2030-08-31'].map((until, index) => ({
      id: `g${index}`,
      requirementId: 'r',
      needId: null,
      subject: 'A second line.',
      reason: 'We move.',
      until,
      agreedBy: 'the governors',
      agreedOn: '2026-11-03',
      version: 2,
      updatedAt: AT,
    }));
    const found = read(calendarFile('Dates', feedEvents(input([], { exceptions })))).events;
    assert.deepEqual(
      found.map(({ summary, start, sequence }) => [summary, start, sequence]),
      [
        ['Last day that a gap is accepted: A second line.', '2026-11-24', 1],
        ['Last day that a gap is accepted: A second line.', '2028-08-31', 1],
      ],
    );
    assert.equal(found[1]?.url, 'https://cairn.example/schools/100001/exceptions/g2');
    assert.match(found[1]?.description ?? '', /We move/);
  });

  it('holds the last day of evidence that expires within two years, and not what has expired', () => {
    const evidence = ['2026-11-23', '2026-11-24', '2028-11-24', '2028-11-25'].map((expiresOn, index) => ({
      id: `e${index}`,
      title: 'Certificate; signed, \\ sealed',
      expiresOn,
      version: 3,
      updatedAt: AT,
    }));
    const events = feedEvents(input([], { evidence }));
    const file = calendarFile('Evidence', events);
    checkLines(file);
    const found = read(file).events;
    assert.deepEqual(
      found.map(({ start, end, sequence }) => [start, end, sequence]),
      [
        ['2026-11-24', '2026-11-25', 2],
        ['2028-11-24', '2028-11-25', 2],
      ],
    );
    assert.equal(found[0]?.summary, 'Last day of the evidence “Certificate; signed, \\ sealed”');
    assert.equal(found[0].url, 'https://cairn.example/schools/100001/evidence/e1');
    assert.deepEqual(
      feedEvents(input([], { evidence: [{ ...evidence[1]!, version: 4 }] })).map(({ uid }) => uid),
      [events[0]?.uid],
    );
  });

  it('has an event for each date, all day, with what the standard asks for', () => {
    const events = feedEvents(input([copier]));
    const file = calendarFile('Contracts: Elm Lane Primary', events);
    checkLines(file);
    const found = read(file);
    assert.deepEqual([found.version, found.prodId], ['2.0', '-//Cairn//Cairn//EN']);
    assert.equal(found.name, 'Contracts: Elm Lane Primary');
    assert.deepEqual(
      found.events.slice(0, 3).map(({ start, end, summary }) => [start, end, summary]),
      [
        ['2027-03-24', '2027-03-25', 'Decide what follows “Copier lease”'],
        ['2027-05-28', '2027-05-29', 'Last day to give notice on “Copier lease”'],
        ['2027-09-01', '2027-09-02', '“Copier lease” renews by itself'],
      ],
    );
    for (const event of found.events) {
      assert.ok(event.isDate);
      for (const name of ['uid', 'dtstamp', 'dtstart', 'summary', 'sequence', 'last-modified']) {
        assert.equal(event.names.filter((one) => one === name).length, 1, `${name} once`);
      }
      assert.deepEqual([event.stamp, event.modified], ['2026-11-20T10:00:00Z', '2026-11-20T10:00:00Z']);
      assert.equal(event.url, 'https://cairn.example/schools/100001/contracts/c0');
      assert.equal(event.transparency, 'TRANSPARENT');
    }
    assert.equal(new Set(found.events.map(({ uid }) => uid)).size, found.events.length);
    const notice = found.events[1]?.description ?? '';
    assert.match(notice, /The contract itself allows until 31 May 2027, a bank holiday/);
    assert.match(notice, /https:\/\/cairn\.example\/schools\/100001\/contracts\/c0$/);
    assert.match(found.events[0]?.description ?? '', /governors’ meeting/);
  });

  it('has one end for a contract that does not renew, and none for what has ended', () => {
    const events = feedEvents(
      input([
        { endsOn: '2027-08-31', renewal: 'none' },
        { endsOn: '2027-08-31', endedOn: '2026-10-01' },
      ]),
    );
    assert.deepEqual(
      events.map(({ date, summary }) => [date, summary]),
      [
        ['2027-03-24', 'Decide what follows “Copier lease”'],
        ['2027-08-31', '“Copier lease” ends'],
      ],
    );
  });

  it('is a whole calendar when nothing is in it', () => {
    const file = calendarFile('Contracts', []);
    checkLines(file);
    assert.deepEqual(read(file).events, []);
  });

  it('keeps what events are known by from day to day, and counts changes up', () => {
    const uids = (today: string) => new Map(feedEvents(input([copier], { today })).map(({ uid, date }) => [uid, date]));
    const first = uids('2026-11-24');
    const later = uids('2027-03-01');
    for (const [uid, date] of first) assert.equal(later.get(uid), date);
    const changed = input([copier]);
    const [before] = feedEvents(changed);
    const [byContract] = feedEvents({ ...changed, contracts: [{ ...changed.contracts[0]!, version: 4 }] });
    const school = { ...changed.school, version: 2, updatedAt: new Date('2026-11-22T08:00:00Z') };
    const [byCalendar] = feedEvents({ ...changed, school });
    assert.deepEqual([before?.sequence, byContract?.sequence, byCalendar?.sequence], [0, 3, 1]);
    assert.equal(byCalendar?.lastModified.toISOString(), '2026-11-22T08:00:00.000Z');
    assert.equal(byCalendar?.uid, before?.uid);
  });

  it('names the school where one feed holds several', () => {
    const [event] = feedEvents(input([copier], { nameSchool: true }));
    assert.equal(event?.summary, 'Elm Lane Primary: Decide what follows “Copier lease”');
  });

  for (const title of [
    'Copier, lease; colour',
    'Line one\nline two\r\nline three',
    'Back\\slash and \\n that is no line end',
    'The "best" ‘lease’ – “ever”',
    'Emoji 🖨️👩🏽‍🏫 and a flag 🏴󠁧󠁢󠁥󠁮󠁧󠁿',
    `Long ${'ä'.repeat(200)}`,
    `Long ${'🖨'.repeat(100)}`,
    'BEGIN:VEVENT\r\nUID:forged\r\nEND:VEVENT',
    'Colon: equals=, percent% and <b>tags</b>',
  ]) {
    it(`carries every character of a title: ${JSON.stringify(title).slice(0, 40)}`, () => {
      const file = calendarFile(title, feedEvents(input([{ ...copier, title }])));
      checkLines(file);
      const found = read(file);
      const expected = title.replaceAll('\r\n', '\n');
      // The reader leaves names that begin with X- as they are written; calendar programs read them as text.
      const unescaped = found.name?.replaceAll(/\\(.)/g, (_, letter: string) => (letter === 'n' ? '\n' : letter));
      assert.equal(unescaped, expected);
      assert.equal(found.events[0]?.summary, `Decide what follows “${expected}”`);
      assert.equal(found.events.length, feedEvents(input([copier])).length);
    });
  }

  it('carries any text, but for characters that a calendar may not hold', () => {
    const text = fc.string({
      unit: fc.oneof(
        fc.constantFrom('\\', ';', ',', '\n', '"', ':', '🖨️', '\0', '\uD800'),
        fc.string({ minLength: 1, maxLength: 3, unit: 'binary' }),
      ),
      maxLength: 60,
    });
    fc.assert(
      fc.property(text, text, (summary, description) => {
        const event: FeedEvent = {
          uid: 'u@cairn',
          date: '2027-01-31',
          summary,
          description,
          url: 'https://cairn.example/x',
          sequence: 0,
          lastModified: AT,
        };
        const file = calendarFile(summary, [event]);
        checkLines(file);
        const found = read(file);
        const kept = (given: string) =>
          given
            .toWellFormed()
            .replaceAll(/./gsu, (letter) => (isControl(letter) ? '' : letter))
            .replaceAll(/\r\n|\r/g, '\n');
        assert.equal(found.events[0]?.summary, kept(summary));
        assert.equal(found.events[0]?.description ?? '', kept(description));
        assert.equal(found.events[0]?.end, addDays('2027-01-31', 1));
      }),
    );
  });
});

describe('whether a program has the file already', () => {
  const etag = etagOf('x');
  for (const [header, known] of [
    [undefined, false],
    [etag, true],
    [`W/${etag}`, true],
    [`"other", ${etag}`, true],
    ['*', true],
    ['"other"', false],
  ] as const) {
    it(`${header ?? 'not asked'}: ${known}`, () => assert.equal(isKnown(etag, header), known));
  }

  it('goes by the content', () => assert.notEqual(etagOf('x'), etagOf('y')));
});
