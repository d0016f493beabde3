import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import fc from 'fast-check';
import { addDays } from '../../domain/dates.ts';
import { galleryPictures } from '../gallery.ts';
import type { Html } from '../html.ts';
import { fitText, shortPounds, textWidth, wrapText } from './drawing.ts';
import {
  type ChartTerm,
  type StripState,
  beforeAfter,
  comparedMoney,
  comparedStandards,
  coreSix,
  costFan,
  decisionsCalendar,
  groupStrip,
  moneyBars,
  planTimeline,
  planWaves,
  standardsStrip,
} from './index.ts';

interface Lettered {
  text: string;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Checks that every number is one, everything lies inside the picture, and text is neither outside nor broken. */
function checkPicture(picture: Html): Lettered[] {
  const markup = picture.toString();
  assert.doesNotMatch(markup, /NaN|Infinity|undefined|\[object/);
  assert.doesNotMatch(markup, / style=|<style|<script/);
  const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(markup)!.map(Number) as [number, number, number];
  const inside = (x: number, y: number): void => {
    assert.ok(x >= -1 && x <= width + 1 && y >= -1 && y <= height + 1, `(${x}, ${y}) is outside ${width} by ${height}`);
  };
  const drawn = markup.replace(/<defs>.*<\/defs>/s, '');
  for (const [, x, y, w, h] of drawn.matchAll(
    /<rect x="(-?[\d.]+)" y="(-?[\d.]+)" width="([\d.]+)" height="([\d.]+)"/g,
  )) {
    inside(Number(x), Number(y));
    inside(Number(x) + Number(w), Number(y) + Number(h));
  }
  for (const [, x1, y1, x2, y2] of drawn.matchAll(
    /<line x1="(-?[\d.]+)" y1="(-?[\d.]+)" x2="(-?[\d.]+)" y2="(-?[\d.]+)"/g,
  )) {
    inside(Number(x1), Number(y1));
    inside(Number(x2), Number(y2));
  }
  return [
    ...drawn.matchAll(
      /<text x="(-?[\d.]+)" y="(-?[\d.]+)" font-size="([\d.]+)"([^>]*)>(?:<title>[^<]*<\/title>)?([^<]*)<\/text>/g,
    ),
  ].map(([, x, y, size, rest, escaped]) => {
    const text = (escaped ?? '')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&amp;', '&');
    // The measure errs on the wide side; what is drawn is a little narrower.
    const wide = textWidth(text, Number(size), rest?.includes('font-weight')) * 0.95;
    const left = Number(x) - (rest?.includes('"end"') ? wide : rest?.includes('"middle"') ? wide / 2 : 0);
    inside(left + 1, Number(y) - Number(size) * 0.7);
    inside(left + wide - 1, Number(y));
    return { text, left, right: left + wide, top: Number(y) - Number(size) * 0.72, bottom: Number(y) };
  });
}

const anyName = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom(
    '',
    '<b> & "co"',
    'W'.repeat(300),
    'A long name of many words that goes on and on, longer than any label should be',
    '学校のネットワーク',
  ),
);
const anyTerms = fc
  .tuple(
    fc.integer({ min: 0, max: 24 }),
    fc.integer({ min: 0, max: 3000 }),
    fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 24, maxLength: 24 }),
  )
  .map(([count, offset, lengths]): ChartTerm[] => {
    let start = addDays('2020-01-01', offset);
    return lengths.slice(0, count).map((length, index) => {
      const term = {
        name: `${['Autumn', 'Spring', 'Summer'][index % 3]} ${start.slice(0, 4)}`,
        startsOn: start,
        endsOn: addDays(start, length - 1),
      };
      start = addDays(start, length);
      return term;
    });
  });
const anyDay = fc.integer({ min: -4000, max: 8000 }).map((days) => addDays('2026-01-01', days));
const anyPence = fc.oneof(
  fc.integer({ min: -1e13, max: 1e13 }),
  fc.integer({ min: -1000, max: 5_000_000 }),
  fc.constant(0),
);

for (const [name, picture] of Object.entries(galleryPictures())) {
  test(`${name}: everything lies inside, and no text covers another`, () => {
    const texts = checkPicture(picture);
    for (const [index, a] of texts.entries()) {
      for (const b of texts.slice(index + 1)) {
        const covers = a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
        assert.ok(!covers, `“${a.text}” and “${b.text}” overlap`);
      }
    }
  });

  test(`${name}: it has a name and a description`, () => {
    const markup = picture.toString();
    const ids = /role="(?:img|group)" aria-labelledby="([^" ]+) ([^" ]+)"/.exec(markup);
    assert.ok(ids);
    assert.match(markup, new RegExp(`<title id="${ids[1]}">[^<]+</title>`));
    assert.match(markup, new RegExp(`<desc id="${ids[2]}">[^<]+</desc>`));
  });
}

test('a timeline stands whatever the plan', () => {
  const item = fc.record({
    name: anyName,
    startTerm: fc.integer({ min: 0, max: 30 }),
    completeTerm: fc.integer({ min: 0, max: 30 }),
    locked: fc.boolean(),
    href: fc.option(fc.constant('/x'), { nil: undefined }),
    costText: fc.option(anyName, { nil: undefined }),
  });
  fc.assert(
    fc.property(
      anyTerms,
      fc.array(fc.record({ name: anyName, items: fc.array(item, { maxLength: 9 }) }), { maxLength: 3 }),
      fc.array(fc.record({ name: anyName, date: anyDay, noticeBy: fc.option(anyDay) }), { maxLength: 10 }),
      fc.array(fc.record({ name: anyName, startsOn: anyDay, endsOn: anyDay }), { maxLength: 5 }),
      anyDay,
      (terms, groups, contractEnds, holidays, today) => {
        const picture = planTimeline({ terms, groups, contractEnds, holidays, today });
        checkPicture(picture);
        assert.equal(
          picture.toString().match(/<a /g)?.length ?? 0,
          groups.flatMap((group) => group.items).filter((one) => one.href).length,
        );
      },
    ),
    { numRuns: 50 },
  );
});

test('money bars stand whatever the money, and add up', () => {
  const capital = { planned: anyPence, low: anyPence, high: anyPence, budget: fc.option(anyPence) };
  const year = fc.record({
    name: anyName,
    capital: fc.record(capital),
    revenue: fc.record({ ...capital, committed: anyPence }),
  });
  fc.assert(
    fc.property(fc.array(year, { maxLength: 8 }), (years) => {
      checkPicture(moneyBars({ years }));
    }),
    { numRuns: 50 },
  );

  const plain = { planned: 300_000, low: 300_000, high: 300_000, budget: 1_000_000 };
  const drawn = moneyBars({
    years: [{ name: '2026–27', capital: { ...plain, budget: 400_000 }, revenue: { ...plain, committed: 600_000 } }],
  }).toString();
  const bars = [
    ...drawn
      .replace(/<defs>.*<\/defs>/s, '')
      .matchAll(/<rect [^>]*height="([\d.]+)" fill="(#0b6663|url[^"]*)" stroke/g),
  ];
  const [capitalBar, committed, planned] = bars.map((bar) => Number(bar[1])) as [number, number, number];
  assert.ok(Math.abs(committed - planned * 2) < 0.5, 'twice the money is twice the height');
  assert.ok(capitalBar > planned, 'each panel has its own scale');
  assert.match(drawn, />£9k<\/text>/);
});

test('a saving is drawn below what is committed, and the figure is what is left to pay', () => {
  const capital = { planned: 0, low: 0, high: 0, budget: null };
  const drawn = moneyBars({
    years: [
      {
        name: 'Y',
        capital,
        revenue: { committed: 500_000, planned: -200_000, low: -200_000, high: -200_000, budget: null },
      },
    ],
  }).toString();
  assert.match(drawn, />£3k<\/text>/);
  assert.match(drawn, /stroke-dasharray="4 3"/);
});

test('the other pictures stand whatever they are given', () => {
  const state = fc.constantFrom<StripState>('met', 'not-met', 'not-due', 'not-known', 'not-applicable');
  const states = fc.array(state, { maxLength: 30 });
  const span = fc.option(
    fc.record({ startTerm: fc.integer({ min: 0, max: 30 }), completeTerm: fc.integer({ min: 0, max: 30 }) }),
  );
  const mark = fc.record({
    date: anyDay,
    kind: fc.constantFrom('notice' as const, 'decide' as const, 'meeting' as const, 'end' as const),
    label: anyName,
  });
  const count = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 5000 }));
  fc.assert(
    fc.property(
      anyTerms,
      fc.array(
        fc.record({
          name: anyName,
          withPlan: fc.option(states),
          without: states,
          group: fc.option(anyName, { nil: undefined }),
        }),
        { maxLength: 16 },
      ),
      fc.option(fc.integer({ min: 0, max: 30 })),
      fc.array(fc.record({ name: anyName, before: span, after: span }), { maxLength: 6 }),
      fc.record({ from: anyDay, months: fc.integer({ min: 0, max: 40 }), marks: fc.array(mark, { maxLength: 40 }) }),
      fc.array(
        fc.record({
          name: anyName,
          met: count,
          notMet: count,
          notKnown: count,
          notApplicable: fc.option(count, { nil: undefined }),
          direction: fc.constantFrom('up' as const, 'same' as const, 'down' as const),
        }),
        { maxLength: 8 },
      ),
      (terms, rows, dueTerm, items, calendar, standards) => {
        checkPicture(standardsStrip({ terms, rows, dueTerm }));
        checkPicture(beforeAfter({ terms, items }));
        checkPicture(decisionsCalendar(calendar));
        checkPicture(coreSix({ rows: standards }));
      },
    ),
    { numRuns: 30 },
  );
});

test('what does not apply is shown beside what is asked, and not counted with it', () => {
  const row = { name: 'One', met: 1, notDue: 0, notMet: 1, notKnown: 0, direction: 'same' as const };
  const plain = coreSix({ rows: [row] }).toString();
  assert.doesNotMatch(plain, /not apply/);
  const picture = coreSix({ rows: [{ ...row, notApplicable: 2 }] });
  checkPicture(picture);
  assert.match(picture.toString(), />1 of 2</);
  assert.match(picture.toString(), />Does not apply</);
  assert.match(picture.toString(), /One: 1 of 2 met, 0 not known, and 2 more that does not apply;/);
});

test('what is not due yet has its own word, and the key names it only where it is shown', () => {
  const terms = [{ id: 't', name: 'Autumn 2026', startsOn: '2026-09-01', endsOn: '2026-12-20' }];
  const strip = (state: StripState) =>
    standardsStrip({ terms, rows: [{ name: 'One', withPlan: null, without: [state] }], dueTerm: null }).toString();
  assert.match(strip('not-due'), />Not due</);
  assert.match(strip('not-applicable'), />(?:Does not apply|–)</);
  assert.doesNotMatch(strip('met'), /Not due/);
});

test('text is cut or wrapped to its place', () => {
  assert.equal(fitText('Short', 100, 14), 'Short');
  assert.match(fitText('A very long name indeed', 60, 14), /…$/);
  fc.assert(
    fc.property(anyName, fc.integer({ min: 30, max: 300 }), fc.integer({ min: 1, max: 3 }), (text, width, most) => {
      const lines = wrapText(text, width, 13, most);
      assert.ok(lines.length <= most);
      for (const line of lines) assert.ok(textWidth(line, 13) <= width || line.length <= 2);
    }),
  );
});

test('amounts are short enough for a bar', () => {
  assert.deepEqual([0, 4, 95_000, 1_230_000, 123_456_700, -50_000, 99_960_000, 1e13].map(shortPounds), [
    '£0',
    '£0',
    '£950',
    '£12.3k',
    '£1.2m',
    '−£500',
    '£1m',
    '£100bn',
  ]);
});

test('waves and groups of standards, whatever their names and numbers', () => {
  const group = fc.constantFrom('Network', 'Devices', 'W'.repeat(80), '学校');
  const count = fc.integer({ min: 0, max: 40 });
  const wave = fc.record({
    term: anyName,
    starts: fc.dictionary(group, fc.array(anyName, { maxLength: 30 })),
    pence: anyPence,
    staffDays: fc.double({ min: 0, max: 500, noNaN: true }),
    staffDaysThere: count,
  });
  const row = fc.record({
    name: anyName,
    of: count,
    withPlan: fc.array(count, { maxLength: 24 }),
    without: fc.array(count, { maxLength: 24 }),
  });
  fc.assert(
    fc.property(
      fc.uniqueArray(group),
      fc.array(wave, { maxLength: 24 }),
      anyTerms,
      fc.array(row, { maxLength: 8 }),
      fc.option(fc.integer({ min: 0, max: 30 })),
      (groups, waves, terms, rows, dueTerm) => {
        checkPicture(planWaves({ groups, waves }));
        checkPicture(groupStrip({ terms, rows, dueTerm }));
      },
    ),
    { numRuns: 50 },
  );
});

test('plans side by side and the spread of cost hold any figures, and stay inside', () => {
  const pence = fc.integer({ min: -90_000_000, max: 900_000_000 });
  const name = fc.string({ maxLength: 60 });
  const year = fc.record({ name, capital: pence, capitalBudget: pence, revenue: pence, revenueBudget: pence });
  const panels = fc.array(fc.record({ name, years: fc.array(year, { maxLength: 6 }) }), { maxLength: 5 });
  fc.assert(
    fc.property(panels, fc.array(fc.tuple(name, pence, pence), { maxLength: 6 }), (given, spans) => {
      checkPicture(comparedMoney({ panels: given }));
      const met = given.map(({ name: of, years }) => ({
        name: of,
        years: years.map((one) => ({ name: one.name, met: 3 })),
      }));
      checkPicture(comparedStandards({ of: 6, panels: met }));
      const years = spans.map(([label, a, b]) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        return { name: label, low, middle: Math.round((low + high) / 2), high, budget: b };
      });
      checkPicture(costFan({ years }));
    }),
    { numRuns: 60 },
  );
});
