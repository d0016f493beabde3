/** The annex of the governor pack: every item with its reason, where prices come from, what is assumed, what runs out. Pure. */
import { formatDate, type PlainDate } from '../../domain/dates.ts';
import { countFacts } from '../../domain/guesses.ts';
import { formatPounds, formatPoundsRange } from '../../domain/money.ts';
import type { OptionTemplate, Source } from '../../library/index.ts';
import { textTable, type WordColumn } from '../../ui/text-table.ts';
import { exceptionSentence } from '../exceptions/index.ts';
import {
  bindingSentence,
  countWords,
  delaySentence,
  leftAlone,
  moneyTable,
  moneyWithBudgets,
  type PlanItem,
  planItems,
  standardsTable,
  termName,
  timelineTable,
  unmetLines,
  unmetSentence,
  wavesTable,
} from '../plan/index.ts';
import type { PackBlock, PackModel } from './pack.document.ts';
import { recordedBlocks } from './pack.recorded.ts';
import { are, changeLine, clip, priceDoubt, runningExceptions } from './pack.words.ts';

/** Guesses listed one by one; a school that has looked at nothing yet has hundreds. */
const MOST_GUESSES = 60;

export function annexBlocks(model: PackModel): PackBlock[] {
  const { problem, plan, record, counts } = model;
  const money = moneyWithBudgets(problem, plan, record);
  return [
    { kind: 'heading', level: 2, text: 'Annex' },
    ...titled('What happens when', { kind: 'picture', picture: 'timeline', table: timelineTable(problem, plan) }),
    ...titled('What starts together', { kind: 'picture', picture: 'waves', table: wavesTable(problem, plan) }),
    ...titled('Money by year', { kind: 'picture', picture: 'money', table: moneyTable(money) }),
    ...titled('The core standards by term', {
      kind: 'picture',
      picture: 'standards',
      table: standardsTable(problem, plan),
    }),
    ...itemsPart(model),
    ...pricesPart(model),
    ...noticesPart(model),
    ...changesPart(model),
    ...recordedBlocks(model.recorded),
    ...leftPart(model),
    ...acceptedPart(model),
    ...tablePart(
      'What is known of the core requirements',
      [
        { heading: 'Group', words: ({ name }) => name },
        { heading: 'Asked', numeric: true, words: ({ of }) => String(of) },
        { heading: 'Met', numeric: true, words: ({ met }) => String(met) },
        { heading: 'Not due yet', numeric: true, words: ({ notDue }) => String(notDue) },
        { heading: 'Not met', numeric: true, words: ({ notMet }) => String(notMet) },
        { heading: 'Not known', numeric: true, words: ({ notKnown }) => String(notKnown) },
      ],
      counts.groups,
    ),
    ...assumptionsPart(model),
    ...contradictionsPart(model),
    ...lapsesPart(model),
    {
      kind: 'text',
      text: `Fingerprint of the plan ${plan.hash.slice(0, 12)}. Contains public sector information licensed under the Open Government Licence v3.0.`,
    },
  ];
}

function titled(text: string, ...blocks: PackBlock[]): PackBlock[] {
  return [{ kind: 'heading', level: 3, text }, ...blocks];
}

/** A table under a heading of the same name; nothing where it would be empty. */
function tablePart<T>(name: string, columns: readonly WordColumn<T>[], rows: readonly T[]): PackBlock[] {
  return rows.length === 0 ? [] : titled(name, { kind: 'table', table: textTable(name, columns, rows) });
}

function itemsPart({ problem, plan }: PackModel): PackBlock[] {
  const items = planItems(problem, plan);
  return [
    ...titled('Every item, and why it is there', {
      kind: 'table',
      table: textTable(
        'Every item of the plan',
        [
          { heading: 'What', words: ({ need, option }) => `${need.name}: ${option.name}` },
          { heading: 'Starts', words: ({ placement }) => termName(problem, placement.term) },
          { heading: 'Capital', numeric: true, words: ({ capitalRange }) => formatPoundsRange(capitalRange) },
          { heading: 'Revenue', numeric: true, words: ({ revenueRange }) => formatPoundsRange(revenueRange) },
          { heading: 'Decide by', words: ({ candidate }) => dayWords(candidate.decideBy) },
          { heading: 'Why here', words: ({ reason, placement }) => bindingSentence(problem, reason, placement) },
        ],
        items,
      ),
    }),
    ...tablePart<PlanItem>(
      'Why it is needed, and what waiting does',
      [
        { heading: 'What', words: ({ need }) => need.name },
        { heading: 'Because', words: ({ need }) => becauseWords(need.because) },
        { heading: 'If nothing is done', words: ({ need }) => need.doNothing },
        { heading: 'If it waits a year', words: ({ reason }) => delaySentence(reason) ?? 'Not worked out yet.' },
      ],
      items,
    ),
  ];
}

/** The first causes; an item that meets a dozen requirements has as many, and its page has them all. */
function becauseWords(because: readonly string[]): string {
  const [first = '', ...others] = because;
  return others.length === 0 ? first : `${first} And ${others.length} more.`;
}

function dayWords(day: PlainDate | null): string {
  return day === null ? 'No date' : formatDate(day);
}

function pricesPart(model: PackModel): PackBlock[] {
  const { problem, plan, library } = model;
  const templates = library.needs.flatMap(({ options }) => options);
  const items = planItems(problem, plan).filter(
    ({ candidate: { wholeLifeRange: range } }) => range.lowPence !== 0 || range.highPence !== 0,
  );
  return tablePart<PlanItem & { origin: Origin }>(
    'Where the prices come from',
    [
      { heading: 'Price', words: ({ need, option }) => `${need.name}: ${option.name}` },
      {
        heading: 'Over the five years',
        numeric: true,
        words: ({ candidate }) => formatPoundsRange(candidate.wholeLifeRange),
      },
      { heading: 'From', words: ({ origin }) => origin.from },
      { heading: 'As at', words: ({ origin }) => (origin.on === null ? 'Not known' : formatDate(origin.on)) },
      { heading: 'Doubt', words: ({ origin }) => origin.doubt },
    ],
    items.map((item) => ({ ...item, origin: originOf(item, model, templates) })),
  );
}

interface Origin {
  from: string;
  on: PlainDate | null;
  doubt: string;
}

/** The quote that stands for a price, else the library's source for it. */
function originOf({ option }: PlanItem, { record }: PackModel, templates: readonly OptionTemplate[]): Origin {
  const template = templateOf(option.id, templates);
  const quote = record.quotes
    .filter(({ optionId }) => optionId === option.id || optionId === template?.id)
    .toSorted((a, b) => ((a.quotedOn ?? '') < (b.quotedOn ?? '') ? 1 : -1))[0];
  if (!option.placeholderPrice && quote) {
    return {
      from: `Your quote${quote.supplier === null ? '' : `, ${quote.supplier}`}`,
      on: quote.quotedOn,
      doubt: 'None',
    };
  }
  const source: Source | undefined = template?.source;
  if (!source) return { from: 'Not known', on: null, doubt: 'Not known' };
  return { from: source.title, on: source.asAt, doubt: priceDoubt(source.confidence) };
}

/** The library's option behind a problem's: theirs end in what they are about ("replace-laptops" of "replace-laptops:7"). */
function templateOf(optionId: string, templates: readonly OptionTemplate[]): OptionTemplate | undefined {
  const [id] = optionId.split(':');
  return templates.find((template) => template.id === id);
}

function noticesPart({ figures }: PackModel): PackBlock[] {
  return tablePart(
    'Every notice to give within a year',
    [
      { heading: 'Contract', words: ({ title }) => title },
      { heading: 'Notice by', nowrap: true, words: ({ on }) => formatDate(on) },
      {
        heading: 'If no notice is given',
        words: ({ renews }) =>
          renews === null
            ? 'It ends, or nobody has written down what it does'
            : `It renews${renews.months === null ? '' : ` for ${renews.months} months`}`,
      },
      {
        heading: 'Cost a year',
        numeric: true,
        words: ({ renews }) =>
          renews === null ? '' : renews.yearlyPence === null ? 'Not known' : formatPounds(renews.yearlyPence),
      },
    ],
    figures.allNotices,
  );
}

function changesPart({ changes }: PackModel): PackBlock[] {
  if (changes.length === 0) return [];
  return titled('Every change since last time', {
    kind: 'list',
    items: changes.map((change) => ({ text: changeLine(change) })),
  });
}

/** What the school accepts for a time: still not met. */
function acceptedPart({ record, today }: PackModel): PackBlock[] {
  const running = runningExceptions(record, today);
  if (running.length === 0) return [];
  return [
    { kind: 'heading', level: 3, text: 'What the school accepts for now' },
    { kind: 'text', text: 'These count as not met all the same.' },
    { kind: 'list', items: running.map((one) => ({ lead: one.subject, text: exceptionSentence(one, today) })) },
  ];
}

function leftPart({ problem, plan }: PackModel): PackBlock[] {
  const found = unmetLines(problem, plan);
  // Almost everything is late while there is anything to do: one by one only what never comes, and duties.
  const shown = found.filter(({ unmet, duty }) => !unmet.metAtEnd || duty);
  const later = found.length - shown.length;
  const alone = leftAlone(problem, plan);
  return [
    ...tablePart(
      'What is not met at the end, and duties met late',
      [
        { heading: 'Requirement', words: ({ name }) => name },
        { heading: 'Standard', words: ({ standardName }) => standardName },
        { heading: 'When, and what would meet it', words: ({ unmet }) => unmetSentence(unmet) },
      ],
      shown,
    ),
    ...(later > 0
      ? [
          {
            kind: 'text',
            text: `${countWords(later, 'more requirement')} ${are(later)} met by the end, but not from the first term.`,
          } as const,
        ]
      : []),
    ...tablePart(
      'What the plan does nothing about',
      [
        { heading: 'What', words: ({ name }) => name },
        { heading: 'If nothing is done', words: ({ doNothing }) => doNothing },
      ],
      alone,
    ),
  ];
}

function assumptionsPart({ problem, record }: PackModel): PackBlock[] {
  const days = [...new Set(problem.staffDaysPerTerm)].toSorted((a, b) => a - b);
  const { guesses } = countFacts(record);
  const notes = problem.years.flatMap(({ id, notes: said = [] }) => said.map((note) => `${id}: ${note}`));
  const shown = guesses.slice(0, MOST_GUESSES);
  return [
    ...titled('What the plan takes for granted', {
      kind: 'list',
      items: [
        'Prices that are a range count with their middle. VAT is not included.',
        problem.capitalCarriesForward
          ? 'Capital that is not spent in a year is there in the next.'
          : 'Capital that is not spent in a year is lost.',
        `Our own people have ${days.length === 1 ? days[0] : `${days[0]} to ${days.at(-1)}`} days a term for it.`,
        'What is not known counts as not met. What is only asked for when something is replaced counts as met until then.',
        ...notes,
      ].map((words) => ({ text: words })),
    }),
    ...tablePart(
      'Guesses from a typical school',
      [
        { heading: 'Of what', words: ({ name }) => name },
        { heading: 'What is guessed', words: ({ field }) => fieldName(field) },
        { heading: 'Guess', words: ({ field, value }) => guessWords(field, value) },
        { heading: 'From', words: ({ source }) => source.note ?? 'A typical school' },
      ],
      shown,
    ),
    ...(guesses.length > shown.length
      ? [
          {
            kind: 'text',
            text: `${guesses.length - shown.length} more ${are(guesses.length - shown.length)} in the registers.`,
          } as const,
        ]
      : []),
  ];
}

/** "annualCostPence" → "Annual cost". */
function fieldName(field: string): string {
  const words = field
    .replace(/(?:Pence|On)$/, '')
    .replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`)
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function guessWords(field: string, value: unknown): string {
  if (typeof value === 'number') return field.endsWith('Pence') ? formatPounds(value) : String(value);
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (typeof value !== 'string') return 'Not shown here';
  return /^\d{4}-\d{2}-\d{2}$/.test(value) ? formatDate(value) : clip(value, 120);
}

function contradictionsPart({ contradictions }: PackModel): PackBlock[] {
  if (contradictions.length === 0) return [];
  return titled('What in our record does not fit with the rest', {
    kind: 'list',
    items: contradictions.map((sentence) => ({ text: sentence })),
  });
}

function lapsesPart({ lapses, today }: PackModel): PackBlock[] {
  return tablePart(
    'Answers and evidence that run out within a year',
    [
      { heading: 'What', words: ({ name }) => name },
      { heading: 'Kind', words: ({ kind }) => (kind === 'answer' ? 'Answer' : 'Evidence') },
      {
        heading: 'Counts until',
        nowrap: true,
        words: ({ lastDay }) => (lastDay < today ? `${formatDate(lastDay)} (passed)` : formatDate(lastDay)),
      },
    ],
    lapses,
  );
}
