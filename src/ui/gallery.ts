/**
 * Every component and picture on one page, with made-up contents: what the tests validate, and a page to look at while
 * working on them.
 */
import type { Html } from './html.ts';
import { html } from './html.ts';
import * as charts from './charts/index.ts';
import { type Field, csrfInput, form, parseFields, renderFields } from './forms/index.ts';
import * as govuk from './govuk/index.ts';
import { page } from './layout.ts';

const years = [2026, 2027, 2028, 2029, 2030];

const terms: charts.ChartTerm[] = years.flatMap((year) => [
  { name: `Autumn ${year}`, startsOn: `${year}-09-01`, endsOn: `${year + 1}-01-03` },
  { name: `Spring ${year + 1}`, startsOn: `${year + 1}-01-04`, endsOn: `${year + 1}-04-11` },
  { name: `Summer ${year + 1}`, startsOn: `${year + 1}-04-12`, endsOn: `${year + 1}-08-31` },
]);

const holidays: charts.ChartHoliday[] = years.flatMap((year) => [
  { name: 'Christmas', startsOn: `${year}-12-19`, endsOn: `${year + 1}-01-03` },
  { name: 'Easter', startsOn: `${year + 1}-03-29`, endsOn: `${year + 1}-04-11` },
  { name: 'Summer', startsOn: `${year + 1}-07-22`, endsOn: `${year + 1}-08-31` },
]);

const fields: Field[] = [
  { name: 'title', label: 'What the contract is for', kind: 'text', required: true, group: 'The contract' },
  {
    name: 'annualCostPence',
    label: 'Cost a year',
    hint: 'A rough figure is better than none',
    kind: 'pounds',
    group: 'The contract',
  },
  {
    name: 'type',
    label: 'Kind of contract',
    kind: 'choice',
    choices: ['Broadband', 'Backup', 'Phones', 'Print', 'Support'].map((label) => ({
      value: label.toLowerCase(),
      label,
    })),
    group: 'The contract',
  },
  { name: 'endsOn', label: 'End date', kind: 'date', group: 'When it ends' },
  { name: 'signedYear', label: 'Year signed', kind: 'year', group: 'When it ends' },
  {
    name: 'renewal',
    label: 'What happens at the end',
    kind: 'choice',
    choices: [
      { value: 'none', label: 'It ends' },
      { value: 'automatic', label: 'It renews itself', hint: 'Unless someone gives notice' },
    ],
    group: 'When it ends',
  },
  {
    name: 'renewalMonths',
    label: 'Months it renews for',
    kind: 'whole',
    showWhen: { field: 'renewal', values: ['automatic'] },
    group: 'When it ends',
  },
  { name: 'hasBreak', label: 'Can it be ended early?', kind: 'yes-no' },
  { name: 'owner', label: 'Who looks after it', kind: 'link', choices: [{ value: 'p1', label: 'Sam' }] },
  { name: 'notes', label: 'Notes', kind: 'longtext' },
];

/** Every picture, by name. */
export function galleryPictures(): Record<string, Html> {
  const states = (from: number, before: charts.StripState, after: charts.StripState): charts.StripState[] =>
    terms.map((_, index) => (index < from ? before : after));
  return {
    'The plan by term': charts.planTimeline({
      terms,
      holidays,
      today: '2026-11-24',
      contractEnds: [
        { name: 'Server support', date: '2026-12-31', noticeBy: null },
        { name: 'Broadband, county framework', date: '2027-08-31', noticeBy: '2027-02-28' },
        { name: 'Management information system', date: '2031-07-31', noticeBy: '2030-07-31' },
      ],
      groups: [
        {
          name: 'Connection',
          items: [
            {
              name: 'Move to full fibre',
              startTerm: 2,
              completeTerm: 3,
              locked: false,
              costText: '£4,000 to £6,500',
              href: '/example/fibre',
            },
          ],
        },
        {
          name: 'Wi-Fi and network',
          items: [
            {
              name: 'Replace 24 access points in every classroom, the hall and the offices',
              startTerm: 5,
              completeTerm: 6,
              locked: true,
              costText: '£18,000',
              href: '/example/wifi',
            },
            {
              name: 'New core switch',
              startTerm: 14,
              completeTerm: 15,
              locked: false,
              costText: '£9,000',
              href: '/example/switch',
            },
          ],
        },
      ],
    }),
    'A long plan': charts.planTimeline({
      id: 'long-plan',
      terms,
      holidays,
      contractEnds: [],
      groups: ['Cyber security', 'Devices'].map((name, group) => ({
        name,
        items: Array.from({ length: 13 }, (_, index) => ({
          name: `Replace the equipment in part ${index + 1} of the school that is out of support`,
          startTerm: (index + group) % 15,
          completeTerm: Math.min(15, ((index + group) % 15) + 1),
          locked: index === 3,
          costText: '£1,000 to £12,000',
          href: `/example/${name}/${index}`.replace(' ', '-'),
        })),
      })),
    }),
    'What starts together': charts.planWaves({
      groups: ['Connection', 'Cyber security', 'Devices & screens'],
      waves: terms.slice(1, 12).map(({ name: term }, wave) => ({
        term,
        starts: {
          Connection: wave % 4 === 0 ? ['Move to full fibre'] : [],
          'Cyber security': Array.from({ length: (wave * 5) % 9 }, (_, index) => `Step ${index + 1}`),
          'Devices & screens': wave === 2 ? ['Laptops', 'Screens'] : [],
        },
        pence: wave * 345_600,
        staffDays: wave * 1.5,
        staffDaysThere: 10,
      })),
    }),
    'Core standards by group': charts.groupStrip({
      terms,
      dueTerm: 10,
      rows: [
        {
          name: 'Broadband internet',
          of: 4,
          withPlan: terms.map((_, index) => Math.min(4, index)),
          without: terms.map(() => 1),
        },
        {
          name: 'Digital leadership and governance',
          of: 12,
          withPlan: terms.map((_, index) => Math.min(12, 3 + index)),
          without: terms.map((_, index) => Math.max(0, 3 - index)),
        },
      ],
    }),
    'Money by year': charts.moneyBars({
      years: years.map((year, index) => ({
        name: `${year}–${String(year + 1).slice(2)}`,
        capital: {
          planned: 2_400_000 - index * 500_000,
          low: 2_000_000 - index * 500_000,
          high: 3_000_000 - index * 500_000,
          budget: index === 4 ? null : 2_500_000,
        },
        revenue: {
          committed: 3_000_000 - index * 200_000,
          planned: index === 2 ? -600_000 : 400_000,
          low: index === 2 ? -700_000 : 300_000,
          high: index === 2 ? -500_000 : 500_000,
          budget: 3_500_000 - index * 200_000,
        },
      })),
    }),
    'Standards over time': charts.standardsStrip({
      terms,
      dueTerm: 11,
      rows: [
        { name: 'Broadband internet', withPlan: states(3, 'not-met', 'met'), without: states(15, 'not-met', 'met') },
        {
          name: 'Digital leadership and governance',
          withPlan: states(6, 'not-known', 'met'),
          without: states(9, 'not-known', 'not-met'),
          href: '/example/leadership',
        },
      ],
    }),
    'Many standards': charts.standardsStrip({
      id: 'many-standards',
      terms,
      dueTerm: 11,
      rows: Array.from({ length: 26 }, (_, index) => ({
        name: `Requirement ${index + 1} with a name that takes two lines`,
        group: ['Broadband', 'Wireless network', 'Cyber security'][Math.floor(index / 9)],
        withPlan: states(index % 15, index % 2 ? 'not-met' : 'not-known', 'met'),
        without: states((index * 7) % 15, 'met', 'not-met'),
      })),
    }),
    'What changed': charts.beforeAfter({
      terms,
      items: [
        {
          name: 'Move to full fibre',
          before: { startTerm: 2, completeTerm: 3 },
          after: { startTerm: 5, completeTerm: 6 },
        },
        { name: 'New firewall', before: null, after: { startTerm: 4, completeTerm: 5 } },
        { name: 'Extend server support', before: { startTerm: 1, completeTerm: 1 }, after: null },
      ],
    }),
    'Decisions by month': charts.decisionsCalendar({
      from: '2026-11-24',
      months: 14,
      marks: [
        { date: '2026-12-14', kind: 'notice', label: 'Photocopier lease', href: '/example/photocopier' },
        { date: '2027-03-14', kind: 'meeting', label: 'Full governing body' },
        { date: '2027-03-20', kind: 'decide', label: 'Broadband' },
        { date: '2027-03-31', kind: 'end', label: 'Server support' },
      ],
    }),
    'The core standards': charts.coreSix({
      rows: [
        { name: 'Broadband internet', met: 3, notMet: 1, notKnown: 0, direction: 'up' },
        { name: 'Digital leadership and governance', met: 2, notMet: 2, notKnown: 1, direction: 'same' },
        { name: 'Cyber security', met: 3, notDue: 2, notMet: 4, notKnown: 3, direction: 'down' },
      ],
    }),
  };
}

function components(): Html {
  return html`${govuk.govukTag({ text: 'Not known', classes: 'govuk-tag--grey' })}
${govuk.govukSummaryList({ rows: [{ key: { text: 'Ends' }, value: { text: '14 March 2027' }, actions: { items: [{ href: '/example/edit', text: 'Change', visuallyHiddenText: 'end date' }] } }] })}
${govuk.govukTable({ caption: 'Contracts', firstCellIsHeader: true, head: [{ text: 'Name' }, { text: 'A year', format: 'numeric' }], rows: [[{ text: 'Broadband' }, { text: '£2,300', format: 'numeric' }]] })}
${govuk.govukDetails({ summaryText: 'Why we ask', text: 'It decides the notice deadline.' })}
${govuk.govukInsetText({ text: 'Figures are placeholders until a quote replaces them.' })}
${govuk.govukWarningText({ text: 'Notice must be given this week.' })}
${govuk.govukCheckboxes({ name: 'kinds', fieldset: { legend: { text: 'Show' } }, items: [{ value: 'a', text: 'Ended contracts' }] })}
${govuk.govukFileUpload({ id: 'file', name: 'file', label: { text: 'Your register' } })}
${govuk.govukPagination({ previous: { href: '/example/1' }, next: { href: '/example/3' } })}
${govuk.govukBackLink({ href: '/example' })}`;
}

/** The whole gallery as a document. With `withErrors` its form has been sent with mistakes. */
export function gallery(withErrors = false): string {
  const parsed = parseFields(
    fields,
    withErrors ? { title: '', annualCostPence: 'lots', endsOn: 'TBC' } : { title: 'Lease' },
  );
  return page({
    title: 'Components and pictures',
    person: { name: 'Sam Business' },
    school: { key: 'example-primary', name: 'Example Primary School', isExample: true },
    section: 'contracts',
    breadcrumbs: [{ text: 'Contracts', href: '/example' }],
    csrf: 'token',
    wide: true,
    flash: withErrors ? undefined : { text: 'Contract added' },
    errors: withErrors ? parsed.errors : [],
    body: html`<h1>Components and pictures</h1>
<h2>Components</h2>
${components()}
<h2>A form</h2>
${form({ action: '/example', csrf: 'token', body: html`${renderFields(fields, parsed.typed, withErrors ? parsed.errors : [], {}, { unread: { endsOn: 'TBC' } })}${govuk.govukButton({ text: 'Save' })}` })}
<form method="get" action="/example">${csrfInput('token')}<button class="cairn-link-button" type="submit">Undo</button></form>
<h2>Pictures</h2>
${Object.entries(galleryPictures()).map(([caption, picture]) => charts.pictureWithTable({ caption, picture, table: govuk.govukTable({ caption, head: [{ text: 'Term' }], rows: [[{ text: 'Autumn' }]] }) }))}`,
  });
}
