import assert from 'node:assert/strict';
import {
  closeSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { allocate, askHere, loadSolver, type Round } from '../../planner/allocation/index.ts';
import { openAllocation } from './allocation.file.ts';
import { askWithJournal, JournalError, openJournal, writeWhole } from './allocation.journal.ts';
import { AllocationFileError, readLines } from './allocation.lines.ts';
import { writeMade } from './allocation.made.ts';
import { allocationHash, chosenStarts, planFaults, planHead, readPlan, writePlan } from './allocation.plan.ts';

const folder = mkdtempSync(join(tmpdir(), 'cairn-allocation-file-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const frame = {
  format: 'cairn.allocation/1',
  years: [{ id: 'y0', name: 'Year 1' }],
  limits: [{ id: 'm', name: 'Money', allowed: 10 }],
};
const start = { year: 0, completeYear: 0, value: 1, uses: [1] };

function school(change: { id?: unknown; exclusions?: unknown; need?: object; option?: object; start?: object } = {}) {
  const option = { id: 'o', starts: [{ ...start, ...change.start }], ...change.option };
  return {
    id: change.id ?? 'a',
    exclusions: change.exclusions ?? [],
    needs: [{ id: 'n', after: [], options: [option], ...change.need }],
  };
}

let files = 0;
function written(content: string | Buffer): string {
  const path = join(folder, `${files++}.jsonl`);
  writeFileSync(path, content);
  return path;
}

const lines = (...values: unknown[]): string =>
  values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join('\n');

function faultOf(content: string | Buffer): string {
  const path = written(content);
  try {
    openAllocation(path);
  } catch (error) {
    assert.ok(error instanceof AllocationFileError, String(error));
    assert.ok(error.message.startsWith(path));
    assert.ok(error.message.length < path.length + 300, 'a fault is short however long the line is');
    return error.message.slice(path.length);
  }
  throw new Error('It was read.');
}

describe('a file of schools', () => {
  test('is read with or without a last line’s end, a byte order mark, empty lines and Windows’ line ends', () => {
    const plain = lines(frame, school(), school({ id: 'b' }));
    for (const content of [plain, `${plain}\n`, `\uFEFF${plain}`, plain.replaceAll('\n', '\r\n'), `${plain}\n\n  \n`]) {
      const file = openAllocation(written(content));
      assert.equal(file.packed.schools, 2);
      assert.deepEqual(
        [...file.schools()].map(({ school: { id } }) => id),
        ['a', 'b'],
      );
    }
  });

  test('is read a piece at a time, lines and letters that lie across pieces too', () => {
    const long = 'é'.repeat(300_000);
    const path = written(`${long}\nb\n${'x'.repeat(262_143)}\nç`);
    assert.deepEqual(
      [...readLines(path)].map(({ number, text }) => [number, text.length]),
      [
        [1, 300_000],
        [2, 1],
        [3, 262_143],
        [4, 1],
      ],
    );
  });

  for (const [name, content, words] of [
    ['nothing', '', /^: it is empty/],
    ['no school', lines(frame), /^: it has no school/],
    [
      'a school before the years and limits',
      lines(school(), frame),
      /^, line 1: the first line holds the years and the limits, and format/,
    ],
    ['another format', lines({ ...frame, format: 'cairn.allocation/9' }, school()), /^, line 1: .*format/],
    [
      'a limit in parts of a penny',
      lines({ ...frame, limits: [{ id: 'm', name: 'M', allowed: 0.5 }] }),
      /limits\[0\].allowed/,
    ],
    [
      'two limits of one id',
      lines({ ...frame, limits: [frame.limits[0], frame.limits[0]] }),
      /two limits have the same id/,
    ],
    ['what is not JSON', lines(frame, school(), '{"id":'), /^, line 3: it is not JSON/],
    ['a NaN', lines(frame, JSON.stringify(school()).replace('"value":1', '"value":NaN')), /^, line 2: it is not JSON/],
    [
      'a number past all numbers',
      lines(frame, JSON.stringify(school()).replace('"value":1', '"value":1e999')),
      /^, line 2: .*starts\[0\].value must be a whole number/,
    ],
    [
      'null for a number',
      lines(frame, school({ start: { value: null } })),
      /needs\[0\].options\[0\].starts\[0\].value must be/,
    ],
    [
      'text for a number',
      lines(frame, school({ start: { uses: ['1'] } })),
      /starts\[0\].uses\[0\] must be a whole number/,
    ],
    ['part of a penny', lines(frame, school({ start: { uses: [0.5] } })), /uses\[0\] must be a whole number/],
    [
      'a year below nought',
      lines(frame, '', school({ start: { year: -1 } })),
      /^, line 3: .*starts\[0\].year must be a year’s number, counted from 0/,
    ],
    [
      'a year past the last',
      lines(frame, school({ start: { year: 4, completeYear: 4 } })),
      /^, line 2: School a: o starts in year 4/,
    ],
    [
      'a limit too many',
      lines(frame, school({ start: { uses: [1, 2] } })),
      /^, line 2: School a: o says what it takes from 2 limits; there are 1/,
    ],
    [
      'a use too large',
      lines(frame, school({ start: { uses: [3e9] } })),
      /^, line 2: School a: .*no more than 2,147,483,647/,
    ],
    [
      'one id twice',
      lines(frame, school(), school({ id: 'b' }), school()),
      /^, line 4: school a stands on line 2 already/,
    ],
    ['an id that is no text', lines(frame, school({ id: 7 })), /^, line 2: id must be a name/],
    [
      'an id of two lines',
      lines(frame, school({ id: 'a\nb' })),
      /id must be a name of up to 200 characters on one line/,
    ],
    ['an id without end', lines(frame, school({ id: 'a'.repeat(100_000) })), /id must be a name/],
    [
      'two starts in one year',
      lines(frame, school({ option: { starts: [start, start] } })),
      /has two starts in one year/,
    ],
    [
      'an exclusion of nothing',
      lines(frame, school({ exclusions: [['zzz']] })),
      /exclusions\[0\] names zzz, which is no option of school a/,
    ],
    [
      'a need that waits for none',
      lines(frame, school({ need: { after: [5] } })),
      /a need waits for need 5, which is not there/,
    ],
    ['a list for a school', lines(frame, []), /^, line 2: the line must be an object/],
    ['nothing for a school', lines(frame, 'null'), /^, line 2: the line must be an object/],
    ['no needs', lines(frame, { id: 'a', exclusions: [] }), /^, line 2: needs must be a list/],
    ['brackets without end', lines(frame, '['.repeat(1_000_000)), /^, line 2: it is not JSON/],
    ['Latin-1', Buffer.from(lines(frame, school({ id: 'Sant Joan de Déu' })), 'latin1'), /^, line 2: it is not UTF-8/],
    ['UTF-16', Buffer.from(`\uFEFF${lines(frame, school())}`, 'utf16le'), /^: it is UTF-16\. Save it as UTF-8/],
    ['a packed file', Buffer.from([0x1f, 0x8b, 8, 0]), /^: it is compressed/],
  ] as const)
    test(`with ${name} is refused by its line`, () => assert.match(faultOf(content), words));

  test('with a need of too many ways is refused by its line, before any work', () => {
    const years = Array.from({ length: 40 }, (_, y) => ({ id: `y${y}`, name: `Year ${y}` }));
    const many = school({ option: { starts: years.map((_year, y) => ({ ...start, year: y, completeYear: y })) } });
    const waits = { id: 'w', after: [0], options: [{ id: 'p', starts: [{ ...start, year: 39, completeYear: 39 }] }] };
    const content = lines({ ...frame, years }, school({ id: 'b' }), { ...many, needs: [...many.needs, waits] });
    assert.match(faultOf(content), /^, line 3: .*too many different ways/);
  });

  test('with a line of a gigabyte is refused without reading it into memory', () => {
    const path = join(folder, 'huge.jsonl');
    const file = openSync(path, 'w');
    writeSync(file, `${JSON.stringify(frame)}\n`);
    // A hole: it takes no room on the disk, and reads as a billion characters.
    ftruncateSync(file, 1_000_000_000);
    closeSync(file);
    const before = process.memoryUsage().rss;
    assert.throws(() => openAllocation(path), /line 2: it is longer than 16 MB/);
    assert.ok(process.memoryUsage().rss - before < 150_000_000);
    rmSync(path);
  });

  test('that is not there, or is a folder, is named', () => {
    assert.throws(() => openAllocation(join(folder, 'none')), /none: there is no such file/);
    assert.throws(() => openAllocation(folder), /it is a folder/);
  });

  test('that changes while it is shared out is not mixed up', () => {
    const path = written(lines(frame, school(), school({ id: 'b' })));
    const file = openAllocation(path);
    writeFileSync(path, lines(frame, school({ id: 'c' }), school({ id: 'b' })));
    assert.throws(() => [...file.schools()], /it has changed since it was read/);
    writeFileSync(path, 'no longer JSON\nat all');
    assert.throws(() => [...file.schools()], /it has changed since it was read/);
  });
});

const highs = await loadSolver();
const effort = { shakes: 0, pairs: 100_000 };

describe('the journal', () => {
  const path = join(folder, 'made.jsonl');
  writeMade(path, 3, 30);
  const file = openAllocation(path);
  const run = { inputHash: file.inputHash, limits: file.packed.limits, groups: 30 };
  const shareOut = async (journal: ReturnType<typeof openJournal>) => {
    let asked = 0;
    const here = askHere(file.packed);
    const counting = { ...here, ask: (prices: readonly number[]) => (asked++, here.ask(prices)) };
    const result = await allocate(highs, file.frame, file.packed, askWithJournal(counting, journal), { effort });
    return { asked, rounds: result.rounds, hash: allocationHash(file.inputHash, chosenStarts(file, result)) };
  };
  const expected = allocate(highs, file.frame, file.packed, askHere(file.packed), { effort }).then((result) =>
    allocationHash(file.inputHash, chosenStarts(file, result)),
  );

  test('keeps each round whole; what is missing or damaged is asked again', async () => {
    const at = join(folder, 'kept');
    const first = await shareOut(openJournal(at, run));
    assert.equal(first.asked, first.rounds);
    assert.equal(first.hash, await expected);
    assert.deepEqual(await shareOut(openJournal(at, run)), { ...first, asked: 0 });
    rmSync(join(at, 'round-0002.json'));
    writeFileSync(join(at, 'round-0003.json'), readFileSync(join(at, 'round-0003.json'), 'utf8').slice(0, 500));
    writeFileSync(join(at, 'round-0004.json'), '{}\nnot its sum\n');
    writeFileSync(join(at, 'round-0005.json.77.partial'), 'left by a process that was killed');
    assert.deepEqual(await shareOut(openJournal(at, run)), { ...first, asked: 3 });
    assert.deepEqual(await shareOut(openJournal(at, run)), { ...first, asked: 0 });
  });

  test('says that the disk is full, loses nothing, and goes on when there is room', async () => {
    const at = join(folder, 'full');
    let room = 4;
    const untilFull = (target: string, text: string) => {
      if (room-- > 0) return writeWhole(target, text);
      writeFileSync(`${target}.1.partial`, text.slice(0, 10));
      throw Object.assign(new Error('write'), { code: 'ENOSPC' });
    };
    await assert.rejects(
      shareOut(openJournal(at, run, untilFull)),
      (error) =>
        error instanceof JournalError && /the disk is full.*make room and call the same line again/.test(error.message),
    );
    const again = openJournal(at, run);
    assert.equal(again.rounds, 3);
    const { asked, rounds, hash } = await shareOut(again);
    assert.deepEqual([asked, hash], [rounds - 3, await expected]);
  });

  test('is refused for another file, and a folder that is somebody else’s is left alone', () => {
    const at = join(folder, 'kept');
    assert.throws(() => openJournal(at, { ...run, inputHash: 'f'.repeat(64) }), /rounds of another file/);
    const others = mkdtempSync(join(folder, 'others-'));
    writeFileSync(join(others, 'letter.txt'), 'Dear');
    assert.throws(() => openJournal(others, run), /holds other things/);
    assert.deepEqual(readdirSync(others), ['letter.txt']);
    writeFileSync(join(others, 'run.json'), 'null');
    assert.throws(() => openJournal(others, run), /is no folder of rounds/);
    assert.throws(() => openJournal(path, run), /it is no folder/);
  });

  test('comes back to the last digit', () => {
    const at = join(folder, 'digits');
    const round: Round = {
      prices: [0.1 + 0.2, 5e-324, 1 / 3],
      sums: [{ value: Number.MAX_SAFE_INTEGER, uses: [1, -2, 3] }],
    };
    openJournal(at, { inputHash: run.inputHash, limits: 3, groups: 1 }).keep(round);
    assert.deepEqual(
      openJournal(at, { inputHash: run.inputHash, limits: 3, groups: 1 }).find(round.prices),
      round.sums,
    );
    assert.equal(openJournal(at, { inputHash: run.inputHash, limits: 3, groups: 2 }).rounds, 0);
  });
});

describe('a plan file', () => {
  const path = join(folder, 'for-plan.jsonl');
  writeMade(path, 4, 20);
  const file = openAllocation(path);
  const target = join(folder, 'plan.json');
  const making = allocate(highs, file.frame, file.packed, askHere(file.packed), { effort }).then((result) => {
    const hash = writePlan(target, planHead(file, result), chosenStarts(file, result));
    return { result, hash };
  });

  test('holds what was chosen, and its check finds nothing wrong', async () => {
    const { result, hash } = await making;
    const plan = readPlan(target);
    assert.deepEqual([plan.hash, plan.value, plan.bound], [hash, result.value, result.bound]);
    assert.equal(allocationHash(file.inputHash, plan.starts), hash);
    assert.deepEqual(await planFaults(file, plan), []);
  });

  test('with a bound that branching has lowered is proven again, and one that is too low is found out', async () => {
    const few = join(folder, 'few.jsonl');
    writeMade(few, 5, 4);
    const small = openAllocation(few);
    const result = await allocate(highs, small.frame, small.packed, askHere(small.packed));
    assert.ok(result.bound < result.priceBound);
    writePlan(target.replace('plan', 'few'), planHead(small, result), chosenStarts(small, result));
    const plan = readPlan(target.replace('plan', 'few'));
    assert.equal(plan.priceBound, result.priceBound);
    assert.deepEqual(await planFaults(small, plan), []);
    const faults = await planFaults(small, { ...plan, bound: plan.value - 1, gap: 0 });
    assert.match(faults.join('\n'), /What could be proven again/);
    assert.match((await planFaults(small, { ...plan, priceBound: plan.bound })).join('\n'), /At its prices/);
  });

  test('that says other than what is so is found out', async () => {
    await making;
    const plan = readPlan(target);
    const firstSchool = [...file.schools()][0]!.school;
    for (const [change, words] of [
      [{ value: plan.value + 1 }, /It is worth/],
      [{ bound: plan.bound - 10, gap: 0 }, /no allocation is worth more than/],
      [{ gap: 0 }, /Its gap is/],
      [{ starts: plan.starts.slice(1) }, /hash is not that of its starts/],
      [{ inputHash: 'f'.repeat(64) }, /made for another file/],
      [{ prices: [] }, /a price for each limit/],
      [{ used: [] }, /as it says/],
      [
        { starts: [...plan.starts, { ...plan.starts[0]!, schoolId: firstSchool.id, optionId: 'zz' }] },
        /zz cannot begin/,
      ],
    ] as const) {
      const faults = await planFaults(file, { ...plan, ...change } as typeof plan);
      assert.match(faults.join('\n'), words);
    }
  });

  test('is there whole or not at all', async () => {
    const { result } = await making;
    const broken = join(folder, 'broken.json');
    const failing = function* () {
      yield* [...chosenStarts(file, result)].slice(0, 2);
      throw Object.assign(new Error('write'), { code: 'ENOSPC' });
    };
    assert.throws(
      () => writePlan(broken, planHead(file, result), failing()),
      /cannot be written there \(the disk is full\)/,
    );
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.startsWith('broken')),
      [],
    );
    writeFileSync(broken, '{"format":"cairn.allocation-plan/1"}');
    assert.throws(() => readPlan(broken), /it is no plan: inputHash/);
    assert.throws(() => readPlan(join(folder, 'nowhere.json')), /there is no such file/);
  });
});
