/**
 * The governor pack as a document: two pages and an annex of headings, sentences, lists, tables and pictures, all in words.
 * The page, the PDF and the Word document are made of this one, so that none can say anything that another does not. Pure.
 */
import { formatDate, type PlainDate } from '../../domain/dates.ts';
import { countFacts, holdsGuesses } from '../../domain/guesses.ts';
import { formatPounds, formatPoundsRange } from '../../domain/money.ts';
import type { Plan, PlanningProblem } from '../../domain/planning.ts';
import type { SchoolRecord } from '../../domain/record.ts';
import { editionFor, type Library } from '../../library/index.ts';
import { textTable, type TextTable } from '../../ui/text-table.ts';
import type { Lapse } from '../evidence/index.ts';
import {
  countWords,
  delaySentence,
  leftAlone,
  moneyOf,
  type PlanChangeLine,
  planTotals,
  proofSentence,
  termName,
  unmetLines,
  unmetSentence,
} from '../plan/index.ts';
import type { Report } from '../reports/index.ts';
import { annexBlocks } from './pack.annex.ts';
import {
  type GroupRow,
  groupRows,
  type NoticeLine,
  type PackFigures,
  packFigures,
  type ResultCounts,
  resultCounts,
  unknownContracts,
} from './pack.rules.ts';
import { type PackRecorded, recordedLine, recordedSentence, recordedSince } from './pack.recorded.ts';
import { are, changeLine, clip, plainWords, runningExceptions } from './pack.words.ts';

export type PackBlock =
  | { kind: 'heading'; level: 2 | 3; text: string }
  | { kind: 'text'; text: string }
  | { kind: 'list'; items: readonly { lead?: string; text: string }[] }
  | { kind: 'table'; table: TextTable }
  /** A picture that the page draws; the table has its figures, and stands in its place where nothing can be drawn. */
  | { kind: 'picture'; picture: 'groups' | 'timeline' | 'waves' | 'money' | 'standards'; table: TextTable };

export interface PackDocument {
  title: string;
  /** Two pages of paper, and what follows. */
  pages: readonly [readonly PackBlock[], readonly PackBlock[]];
  annex: readonly PackBlock[];
}

/** Everything that the pack is made from. */
export interface PackGiven {
  library: Library;
  record: SchoolRecord;
  today: PlainDate;
  problem: PlanningProblem;
  plan: Plan;
  isStale: boolean;
  madeOn: PlainDate;
  /** What the plan is held against; null where there was none before. */
  since: { problem: PlanningProblem; plan: Plan; asAt: PlainDate; meeting: PlainDate | null } | null;
  changes: readonly PlanChangeLine[];
  /** The plan that was agreed last, with what is recorded of it; null where none was agreed. */
  recorded: PackRecorded | null;
  /** Where the school stands by the plan's record, and where it stood by the last report kept before. */
  report: Report;
  lastReport: Report | null;
  /** What in the record contradicts something else in it, one sentence each. */
  contradictions: readonly string[];
  /** Answers and evidence that run out within a year, or have. */
  lapses: readonly Lapse[];
}

/** What is worked out once, for the pages and for the annex. */
export interface PackModel extends PackGiven {
  figures: PackFigures;
  groups: readonly GroupRow[];
  counts: ReturnType<typeof resultCounts>;
}

/** How many letters a name and a sentence may have on the two pages (a sentence is one line); the annex has them whole. */
const NAME = 50;
const SHORT_NAME = 36;
const SENTENCE = 104;
const MOST_CHANGES = 3;
const MOST_RECORDED = 2;
const MOST_LEFT = 2;
const MOST_ACCEPTED = 2;
/** The same where what is recorded, or accepted, needs the room. */
const FEWER_DEAR = 2;
const FEWER_CHANGES = 1;
const FEWER_LEFT = 1;
const FEWER_CONTRADICTIONS = 1;
const MOST_CONTRADICTIONS = 2;

/** @throws {UnknownEditionError} where the library lacks the record's edition. */
export function packDocument(given: PackGiven): PackDocument {
  const { problem, plan, record, today, library } = given;
  const model: PackModel = {
    ...given,
    figures: packFigures(problem, plan, record, today),
    groups: groupRows(problem, plan, editionFor(library, record)),
    counts: resultCounts(given.report),
  };
  const document: PackDocument = {
    title: `Technology plan for governors: ${clip(record.school.name, 80)}`,
    pages: [
      [...madeBlocks(model), ...standingBlocks(model), ...decisionBlocks(model), ...moneyBlocks(model)],
      [
        ...groupBlocks(model),
        ...waitingBlocks(model),
        ...changedBlocks(model),
        ...leftBlocks(model),
        ...acceptedBlocks(model),
        ...sureBlocks(model),
      ],
    ],
    annex: annexBlocks(model),
  };
  return plainWords(document);
}

function heading(level: 2 | 3, text: string): PackBlock {
  return { kind: 'heading', level, text };
}

function text(...sentences: (string | null | false)[]): PackBlock {
  return { kind: 'text', text: sentences.filter(Boolean).join(' ') };
}

function list(items: Extract<PackBlock, { kind: 'list' }>['items']): PackBlock[] {
  return items.length === 0 ? [] : [{ kind: 'list', items }];
}

function madeBlocks({ madeOn, isStale }: PackModel): PackBlock[] {
  return [
    text(
      `Made on ${formatDate(madeOn)}.`,
      isStale && 'The school’s record has changed since: plan again before you use it.',
    ),
  ];
}

function standingBlocks({ problem, plan }: PackModel): PackBlock[] {
  const totals = planTotals(problem, plan);
  return [
    heading(2, 'Where we stand'),
    text(
      `The Department for Education asks schools to meet six core groups of digital standards by 2030: ${totals.coreStandards} standards in all.`,
      `Today ${totals.metNow} of them ${are(totals.metNow)} met or not yet due.`,
      `With this plan ${totals.metByDate} ${are(totals.metByDate)} met by their date; without it, ${totals.metByDateWithout}.`,
      proofSentence(plan.certificate),
    ),
  ];
}

function decisionBlocks({ problem, figures, today }: PackModel): PackBlock[] {
  const { toDecide, moreToDecide, notices, moreNotices } = figures;
  const table = textTable(
    'Decisions this year',
    [
      { heading: 'What', words: ({ need, option }) => `${clip(need.name, NAME)}: ${clip(option.name, NAME)}` },
      { heading: 'Starts', words: ({ placement }) => termName(problem, placement.term) },
      {
        heading: 'Over the five years',
        numeric: true,
        words: ({ candidate }) => formatPoundsRange(candidate.wholeLifeRange),
      },
      { heading: 'Decide by', nowrap: true, words: ({ candidate }) => decideWords(candidate.decideBy, today) },
    ],
    toDecide,
  );
  return [
    heading(2, 'What we ask you to decide this year'),
    ...(toDecide.length === 0
      ? [text('Nothing that costs money needs a decision in the next twelve months.')]
      : [{ kind: 'table', table } as const]),
    ...(moreToDecide > 0
      ? [text(`${countWords(moreToDecide, 'more decision')} ${are(moreToDecide)} in the annex.`)]
      : []),
    ...(notices.length > 0 ? [heading(3, 'Notice to give on contracts, if we want to leave or change them')] : []),
    ...list(notices.map((notice) => ({ text: noticeWords(notice) }))),
    ...(moreNotices > 0 ? [text(`${countWords(moreNotices, 'more notice')} ${are(moreNotices)} in the annex.`)] : []),
  ];
}

function decideWords(day: PlainDate | null, today: PlainDate): string {
  if (day === null) return '';
  return day < today ? `${formatDate(day)} (passed)` : formatDate(day);
}

/** "Photocopiers: by 28 May 2027; if not, it renews for 12 months at £1,200 a year". */
function noticeWords({ on, title, renews }: NoticeLine): string {
  const by = `${clip(title, NAME)}: by ${formatDate(on)}`;
  if (renews === null) return by;
  const length = renews.months === null ? '' : ` for ${countWords(renews.months, 'month')}`;
  const cost = renews.yearlyPence === null ? '' : ` at ${formatPounds(renews.yearlyPence)} a year`;
  return `${by}; if not, it renews${length}${cost}`;
}

function moneyBlocks({ problem, plan, record }: PackModel): PackBlock[] {
  const years = moneyOf(problem, plan, record);
  const totals = planTotals(problem, plan);
  const over = years.filter(
    ({ capital, revenue }) =>
      capital.range.highPence > capital.availablePence || revenue.range.highPence > revenue.freePence,
  );
  const highest =
    over.length === 0
      ? 'and at the highest prices too.'
      : over.length === years.length
        ? 'at the highest prices none would.'
        : `at the highest prices ${over.map(({ id }) => id).join(', ')} would not.`;
  return [
    heading(2, 'What it costs'),
    text(
      `${formatPoundsRange(totals.range)} over the five years, on top of the contracts we already have.`,
      `Every year stays inside its budget at middle prices${over.length === 0 ? ',' : ';'} ${highest}`,
    ),
    {
      kind: 'table',
      table: textTable(
        'Money by year',
        [
          { heading: 'Year', nowrap: true, words: ({ id }) => id },
          { heading: 'Capital planned', numeric: true, words: ({ capital }) => formatPounds(capital.plannedPence) },
          { heading: 'Capital range', numeric: true, words: ({ capital }) => formatPoundsRange(capital.range) },
          { heading: 'Capital budget', numeric: true, words: ({ capital }) => formatPounds(capital.availablePence) },
          { heading: 'Contracts already', numeric: true, words: ({ revenue }) => formatPounds(revenue.committedPence) },
          { heading: 'Revenue planned', numeric: true, words: ({ revenue }) => formatPounds(revenue.plannedPence) },
          { heading: 'Revenue range', numeric: true, words: ({ revenue }) => formatPoundsRange(revenue.range) },
          { heading: 'Revenue free', numeric: true, words: ({ revenue }) => formatPounds(revenue.freePence) },
        ],
        years,
      ),
    },
  ];
}

function groupBlocks({ groups, problem }: PackModel): PackBlock[] {
  if (groups.length === 0) return [];
  const due = problem.standards.find(({ core, dueTerm }) => core && dueTerm !== null)?.dueTerm ?? null;
  const by = due === null ? 'at the end' : `by ${termName(problem, due)}`;
  return [
    heading(2, 'The core standards, group by group'),
    {
      kind: 'picture',
      picture: 'groups',
      table: textTable(
        'Core standards met, by group',
        [
          { heading: 'Group', words: ({ name }) => name },
          { heading: 'Standards', numeric: true, words: ({ of }) => String(of) },
          { heading: 'Met at first', numeric: true, words: ({ without }) => String(without[0] ?? 0) },
          { heading: `With the plan, ${by}`, numeric: true, words: ({ metByDate }) => String(metByDate) },
          { heading: `Without it, ${by}`, numeric: true, words: ({ metByDateWithout }) => String(metByDateWithout) },
        ],
        groups,
      ),
    },
  ];
}

function waitingBlocks({ problem, figures, record, recorded, today }: PackModel): PackBlock[] {
  const isCrowded = recorded !== null && runningExceptions(record, today).length > 0;
  const { overdue, passing, until, isMeeting, renewing, renewingPence } = figures.waiting;
  const day = isMeeting ? `the governors’ meeting after the next (${formatDate(until)})` : formatDate(until);
  return [
    heading(2, 'What happens if we wait'),
    text(
      overdue.length > 0 &&
        `The day to decide has passed for ${countWords(overdue.length, 'item')}: each day more makes ${overdue.length === 1 ? 'it' : 'them'} later.`,
      passing.length === 0
        ? `No day to decide passes by ${day}.`
        : `By ${day}, the day to decide passes for ${countWords(passing.length, overdue.length > 0 ? 'more item' : 'item')}.`,
      renewing > 0 &&
        `${countWords(renewing, 'contract')} ${renewing === 1 ? 'renews itself' : 'renew themselves'} unless we give notice within a year${renewingPence > 0 ? `: ${formatPounds(renewingPence)} a year` : ''}.`,
    ),
    ...(figures.dearToDelay.length === 0
      ? [text('What a year’s delay would cost has not been worked out yet for any item.')]
      : list(
          figures.dearToDelay.slice(0, isCrowded ? FEWER_DEAR : undefined).map(({ need, placement, reason }) => ({
            lead: clip(need.name, SHORT_NAME),
            text: `(${termName(problem, placement.term)}). ${delaySentence(reason) ?? ''}`,
          })),
        )),
  ];
}

function changedBlocks(model: PackModel): PackBlock[] {
  const { problem, plan, since, changes, counts, lastReport, recorded, today } = model;
  const then = lastReport && resultCounts(lastReport).all;
  const standards = then && lastReport ? countsSince(then, counts.all, lastReport.asAt) : null;
  if (since === null) {
    return [
      heading(2, 'What has changed since last time'),
      text('This is the first plan, so there is none before it to compare with.', standards),
      ...recordedPart(recorded, recorded?.agreedOn ?? today, today),
    ];
  }
  const name = since.meeting === null ? 'the plan before this one' : 'the plan at the last governors’ meeting';
  const date = formatDate(since.meeting ?? since.asAt);
  const [before, after] = [planTotals(since.problem, since.plan), planTotals(problem, plan)];
  const cost = after.wholeLifePence - before.wholeLifePence;
  const real = recordedPart(recorded, since.meeting ?? since.asAt, today);
  const most = real.length === 0 ? MOST_CHANGES : FEWER_CHANGES;
  return [
    heading(2, 'What has changed since last time'),
    text(
      changes.length === 0
        ? `Nothing has moved since ${name} (${date}).`
        : `${countWords(changes.length, 'thing')} ${changes.length === 1 ? 'has' : 'have'} changed since ${name} (${date}).`,
      cost !== 0 &&
        `It comes to about ${formatPounds(Math.abs(cost))} ${cost > 0 ? 'more' : 'less'}, in the middle of the range.`,
      before.metByDate !== after.metByDate &&
        `It meets ${after.metByDate} core standards by their date; the plan before met ${before.metByDate}.`,
      standards,
    ),
    ...list(changes.slice(0, most).map((change) => ({ text: clip(changeLine(change, SHORT_NAME), SENTENCE) }))),
    ...(changes.length > most
      ? [text(`${countWords(changes.length - most, 'more change')} ${are(changes.length - most)} in the annex.`)]
      : []),
    ...real,
  ];
}

/** Real prices and days of what was ordered, done or dropped since; nothing where nothing is recorded. */
function recordedPart(recorded: PackRecorded | null, since: PlainDate, today: PlainDate): PackBlock[] {
  if (recorded === null) return [];
  const items = recordedSince(recorded, since, today);
  if (items.length === 0) return [];
  return [
    text(recordedSentence(items), items.length > MOST_RECORDED && 'The annex has them all.'),
    ...list(items.slice(0, MOST_RECORDED).map((item) => ({ text: clip(recordedLine(item, SHORT_NAME), SENTENCE) }))),
  ];
}

/** What governors have accepted for a time, what ends soonest first: it counts as not met all the same. */
function acceptedBlocks({ record, today }: PackModel): PackBlock[] {
  const running = runningExceptions(record, today);
  if (running.length === 0) return [];
  const more = running.length - MOST_ACCEPTED;
  return [
    text(
      `We accept ${countWords(running.length, 'gap')} for now; ${running.length === 1 ? 'it counts' : 'they count'} as not met.`,
      more > 0 && `${more} more ${are(more)} in the annex.`,
    ),
    ...list(
      running.slice(0, MOST_ACCEPTED).map(({ subject, until, reason }) => ({
        lead: clip(subject, SHORT_NAME),
        text: clip(`We accept this until ${formatDate(until)}, because: ${reason}`, SENTENCE - SHORT_NAME),
      })),
    ),
  ];
}

function countsSince(then: ResultCounts, now: ResultCounts, on: PlainDate): string {
  return `In the report of ${formatDate(on)}, ${then.met} of ${then.of} requirements were met and ${then.notKnown} not known; now ${now.met} of ${now.of} are met and ${now.notKnown} not known.`;
}

function leftBlocks({ problem, plan, record, today }: PackModel): PackBlock[] {
  const most = runningExceptions(record, today).length > 0 ? FEWER_LEFT : MOST_LEFT;
  const open = unmetLines(problem, plan).filter(({ unmet }) => !unmet.metAtEnd);
  const alone = leftAlone(problem, plan);
  const more = open.length - most;
  return [
    heading(2, 'What the plan does not do'),
    ...(open.length === 0
      ? [text('Every requirement that the plan deals with is met by its end.')]
      : list(
          open.slice(0, most).map(({ name, unmet }) => ({ text: clip(`${name} ${unmetSentence(unmet)}`, SENTENCE) })),
        )),
    ...(more > 0 ? [text(`${countWords(more, 'more requirement')} ${are(more)} not met at the end.`)] : []),
    ...(alone.length > 0
      ? [
          text(
            `It does nothing about ${countWords(alone.length, 'thing')}: ${clip(alone.map(({ name }) => clip(name, SHORT_NAME)).join('; '), SENTENCE)}.`,
          ),
        ]
      : []),
  ];
}

function sureBlocks({ figures, problem, plan, record, counts, contradictions, today }: PackModel): PackBlock[] {
  const most = runningExceptions(record, today).length > 0 ? FEWER_CONTRADICTIONS : MOST_CONTRADICTIONS;
  const totals = planTotals(problem, plan);
  const unknown = unknownContracts(record);
  const prices =
    totals.placeholders === 0
      ? 'All prices are from quotes.'
      : `${countWords(totals.placeholders, 'price')} of ${totals.items} ${totals.placeholders === 1 ? 'is a guess' : 'are guesses'} by size of school until we have quotes.`;
  const quotes = figures.widestGuesses.map(
    ({ need, candidate }) => `${clip(need.name, SHORT_NAME)} (${formatPoundsRange(candidate.wholeLifeRange)})`,
  );
  const gaps = [
    unknown.end > 0 && `the end of ${countWords(unknown.end, 'contract')}`,
    unknown.notice > 0 && `the notice of ${countWords(unknown.notice, 'contract')}`,
    unknown.cost > 0 && `the cost of ${countWords(unknown.cost, 'contract')}`,
  ].filter((words) => words !== false);
  return [
    heading(2, 'How sure we are'),
    text(
      prices,
      'VAT is not included.',
      quotes.length > 0 && `Quotes for these would tell us most: ${quotes.join('; ')}.`,
      guessedFacts(record),
    ),
    text(
      `Nobody knows yet whether ${counts.all.notKnown} of the ${countWords(counts.all.of, 'core requirement')} ${are(counts.all.notKnown)} met; the plan counts what is not known as not met.`,
      gaps.length > 0 && `Also not known: ${gaps.join('; ')}.`,
      contradictions.length > 0 &&
        `${countWords(contradictions.length, 'thing')} in our record ${contradictions.length === 1 ? 'does' : 'do'} not fit with the rest:`,
    ),
    ...list(contradictions.slice(0, most).map((sentence) => ({ text: clip(sentence, SENTENCE) }))),
  ];
}

/** Governors should know that counts are guessed too, where they are. */
function guessedFacts(record: SchoolRecord): string | null {
  if (!holdsGuesses(record)) return null;
  const { facts, guesses } = countFacts(record);
  const guess = guesses.length === 1 ? 'is a guess' : 'are guesses';
  return `${guesses.length} of the ${countWords(facts, 'fact')} about what we have ${guess} from a typical school; the ranges allow for that.`;
}
