/** Front page, list of schools, and the form that starts a school. Rows to words to HTML; no database. */
import type { School } from '../../domain/record.ts';
import { errorMessageFor, form, type FieldError, renderFields } from '../../ui/forms/index.ts';
import { govukButton, govukFileUpload, govukInsetText, govukRadios } from '../../ui/govuk/index.ts';
import { type Html, html } from '../../ui/html.ts';
import { phaseNames, schoolFields } from './schools.schema.ts';

export type ListedSchool = Pick<School, 'key' | 'name' | 'phase' | 'pupils' | 'isExample'>;

export interface HomeContent {
  signedIn: boolean;
  csrf: string;
  schools: ListedSchool[];
  /** May a visitor look around an example without signing in? */
  lookAround: boolean;
  /** A plan of an example school, as a picture with its table. */
  picture: Html | null;
  /** Organisations of several schools, all of which the person sees. */
  trusts?: readonly { id: string; name: string; schools: number }[];
}

/** What this is, whether it is for you, and two doors. */
export function homeBody(content: HomeContent): Html {
  const own = content.schools.filter((school) => !school.isExample);
  return html`<h1 class="govuk-heading-xl">Plan your school’s technology, and know why</h1>
    <p class="govuk-body-l">
      Write down what you have. Cairn works out what the national standards still ask of you, what each gap would cost, and
      the best order to close them in: inside each year’s money, before each contract’s notice date, and by 2030.
    </p>
    ${own.length > 0 && html`<h2 class="govuk-heading-m">Your schools</h2>${schoolList(own)}`}
    ${trustList(content.trusts ?? [])}
    <div class="cairn-doors">
      <section class="cairn-door" aria-labelledby="door-example">
        <h2 class="govuk-heading-m" id="door-example">Look around an example</h2>
        <p class="govuk-body">
          Two made-up schools, a primary and a secondary. Change their budgets, plan again, see what moves. It takes five
          minutes${!content.signedIn && ' and no account'}.
        </p>
        ${exampleDoor(content)}
      </section>
      <section class="cairn-door" aria-labelledby="door-own">
        <h2 class="govuk-heading-m" id="door-own">Start with your school</h2>
        <p class="govuk-body">
          Bring the spreadsheet you keep your contracts in. In about thirty minutes you have a first plan to show the head.
          Every guess in it is marked as a guess.
        </p>
        ${govukButton({ text: 'Start with your school', href: content.signedIn ? '/start' : '/sign-in' })}
      </section>
    </div>
    ${content.picture && html`<h2 class="govuk-heading-m">What a plan looks like</h2>${content.picture}`}
    <h2 class="govuk-heading-m">What you get</h2>
    <ul class="govuk-list govuk-list--bullet">
      <li>a plan by term for five years, with the reason for every line and what waiting a year would cost</li>
      <li>the money by year against your budget, capital and revenue apart</li>
      <li>the six core standards by date, with the plan and without it</li>
      <li>the day by which each notice has to be given, and each decision taken</li>
      <li>two pages for your governors</li>
    </ul>`;
}

function exampleDoor(content: HomeContent): Html | null {
  const examples = content.schools.filter((school) => school.isExample);
  if (content.signedIn && examples.length > 0) return html`${schoolList(examples)}${trustDoor(content)}`;
  if (!content.lookAround) return html`<p class="govuk-body">Sign in to see them.</p>`;
  return html`${form({
    action: '/look-around',
    csrf: content.csrf,
    body: govukButton({ text: 'Look around an example', classes: 'govuk-button--secondary' }),
  })}${trustDoor(content)}`;
}

/** For whoever looks after several schools. */
function trustDoor({ csrf }: HomeContent): Html {
  return html`<p class="govuk-body">Do you look after several schools? Six made-up ones share a fund.</p>
    ${form({
      action: '/look-around-trust',
      csrf,
      body: govukButton({ text: 'See an example trust', classes: 'govuk-button--secondary' }),
    })}`;
}

/** Where several schools belong together, what they can share. */
function trustList(trusts: readonly { id: string; name: string; schools: number }[]): Html | null {
  if (trusts.length === 0) return null;
  return html`<h2 class="govuk-heading-m">Your schools together</h2>
    <ul class="govuk-list">
      ${trusts.map(
        ({ id, name, schools }) =>
          html`<li>
            <a class="govuk-link" href="/organisations/${encodeURIComponent(id)}/fund">${name}: share a fund</a>, ${schools}
            schools
          </li>`,
      )}
    </ul>`;
}

/** Schools as a list of links. */
export function schoolList(schools: readonly ListedSchool[]): Html {
  return html`<ul class="govuk-list">
    ${schools.map(
      (school) =>
        html`<li>
          <a class="govuk-link" href="/schools/${encodeURIComponent(school.key)}">${school.name}</a>,
          ${phaseNames[school.phase].toLowerCase()}, ${school.pupils.toLocaleString('en-GB')}
          pupils${school.isExample && !school.name.includes('(example)') && ' (example)'}
        </li>`,
    )}
  </ul>`;
}

export interface StartContent {
  csrf: string;
  values: Record<string, string>;
  errors: FieldError[];
  /** The national register has been imported, so a URN can be looked up. */
  canLookUp: boolean;
  /** A visitor's school is removed with the visitor. */
  isGuest?: boolean;
  /** Organisations that the school may join; where there are none it founds its own. */
  organisations?: readonly { id: string; name: string; schools: number }[];
  /** What came of looking a URN up. */
  lookUp: { urn: string; found: boolean; note: string | null } | null;
}

/** The form that starts a school; a URN fills it in where the national register has been imported. */
export function startBody(content: StartContent): Html {
  return html`<h1 class="govuk-heading-l">Start with your school</h1>
    <p class="govuk-body">A few answers, then straight to your contracts. You can change all of them later.</p>
    ${
      content.isGuest &&
      govukInsetText({
        text: 'You are looking around as a visitor: only this browser can see what you enter, and it is removed when you have not come back for 30 days. Save the school’s file to keep it for good.',
      })
    }
    ${content.canLookUp && lookUpForm(content)}
    ${form({
      action: '/start',
      csrf: content.csrf,
      body: html`${renderFields(schoolFields, content.values, content.errors)} ${belongsPart(content)}
      ${govukButton({ text: 'Start' })}`,
    })}
    <h2 class="govuk-heading-m">Or bring a school file</h2>
    ${form({
      action: '/start/file',
      csrf: content.csrf,
      sendsFile: true,
      body: html`${govukFileUpload({
        id: 'file',
        name: 'file',
        label: { text: 'School file' },
        hint: { text: 'A .json file that Cairn saved, here or elsewhere' },
        errorMessage: errorMessageFor(content.errors, 'file'),
      })}
      ${govukButton({ text: 'Bring it in', classes: 'govuk-button--secondary' })}`,
    })}`;
}

/** Which trust or authority the school joins. */
function belongsPart({ organisations = [], values }: StartContent): Html | null {
  if (organisations.length === 0) return null;
  const chosen = values['organisation'] ?? '';
  return govukRadios({
    name: 'organisation',
    idPrefix: 'organisation',
    fieldset: { legend: { text: 'Does it belong with other schools of yours?', classes: 'govuk-fieldset__legend--s' } },
    hint: {
      text: 'Schools of one trust or authority can share a fund. Whoever may see all of its schools will see this one too.',
    },
    items: [
      { value: '', text: 'No, it stands on its own', checked: !organisations.some(({ id }) => id === chosen) },
      ...organisations.map(({ id, name, schools }) => ({
        value: id,
        text: `Yes, to ${name} (${schools === 1 ? '1 school' : `${schools} schools`} so far)`,
        checked: id === chosen,
      })),
    ],
  });
}

/** The form that changes a school's details. */
export function detailsBody(content: {
  csrf: string;
  key: string;
  values: Record<string, string>;
  version: number;
  errors: FieldError[];
}): Html {
  const base = `/schools/${encodeURIComponent(content.key)}`;
  return html`<h1 class="govuk-heading-l">School details</h1>
    ${form({
      action: `${base}/details`,
      csrf: content.csrf,
      body: html`<input type="hidden" name="version" value="${content.version}" />
        ${renderFields(schoolFields, content.values, content.errors)} ${govukButton({ text: 'Save' })}`,
    })}
    <h2 class="govuk-heading-m">The standards that you are judged by</h2>
    <p class="govuk-body">
      <a class="govuk-link" href="${base}/edition">See the edition, what a newer one changes, and move to it</a>
    </p>
    <h2 class="govuk-heading-m">Yours to keep</h2>
    <p class="govuk-body">
      <a class="govuk-link" href="${base}/school.json">Save everything as a school file</a>. It can be brought into any
      Cairn, and <code>npx cairn plan</code> makes the same plan from it.
    </p>`;
}

function lookUpForm({ lookUp }: StartContent): Html {
  return html`<form method="get" action="/start" class="cairn-inline" role="search" aria-label="Find your school by URN">
      <div class="govuk-form-group">
        <label class="govuk-label" for="look-up">Find it by URN</label>
        <input class="govuk-input govuk-input--width-10" id="look-up" name="look-up" inputmode="numeric" maxlength="6" value="${lookUp?.urn ?? ''}" />
        <button class="govuk-button govuk-button--secondary" type="submit">Find</button>
      </div>
    </form>
    ${lookUp && !lookUp.found && govukInsetText({ text: `No school with the URN ${lookUp.urn} is in the register that was imported. Check the number, or fill in the form.` })}
    ${lookUp?.found && lookUp.note !== null && govukInsetText({ text: lookUp.note })}`;
}
