/** Who may see and change a school. */
import { dataTable } from '../../ui/data-table.ts';
import { type Field, type FieldError, form, renderFields } from '../../ui/forms/index.ts';
import { govukButton, govukInsetText } from '../../ui/govuk/index.ts';
import { type Html, html } from '../../ui/html.ts';
import type { Member } from './members.queries.ts';

const roleNames = {
  reader: 'Reads',
  editor: 'Reads and changes',
  administrator: 'Changes, and lets people in',
} as const;

const memberFields: Field[] = [
  { name: 'name', label: 'Their name', kind: 'text', required: true, maxLength: 200 },
  {
    name: 'role',
    label: 'What may they do?',
    kind: 'choice',
    required: true,
    choices: [
      { value: 'reader', label: 'Read', hint: 'A governor, say' },
      { value: 'editor', label: 'Read and change', hint: 'The business manager or the IT support' },
      { value: 'administrator', label: 'Change, and let people in' },
    ],
  },
];

const reachField: Field = {
  name: 'reach',
  label: 'Which schools may they see?',
  kind: 'choice',
  required: true,
  choices: [
    { value: 'school', label: 'This school only', hint: 'They learn nothing of the others' },
    { value: 'all', label: 'All schools that belong together with it' },
  ],
};

/** The questions about somebody who is let in; which schools is asked where there are several. */
export function fieldsOfMember(hasSeveral: boolean): Field[] {
  return hasSeveral ? [...memberFields, reachField] : memberFields;
}

export interface MembersContent {
  base: string;
  csrf: string;
  members: Member[];
  selfId: string;
  /** The school belongs together with others that whoever looks may see. */
  hasSeveral: boolean;
  /** A link that has just been made: shown once, never again. */
  link: { name: string; address: string } | null;
  values: Record<string, string>;
  errors: FieldError[];
}

export function membersBody(content: MembersContent): Html {
  const { base, csrf, members, selfId, hasSeveral, link, values, errors } = content;
  return html`<h1 class="govuk-heading-l">People</h1>
    <p class="govuk-body-l">Who may see and change this school. There are no passwords: each person gets a link.</p>
    ${
      link &&
      govukInsetText({
        html: html`<p class="govuk-body">
            Send this link to ${link.name}. It signs them in once, within a day, and is not shown again.
          </p>
          <p class="govuk-body"><code class="cairn-address">${link.address}</code></p>`,
      })
    }
    ${dataTable(
      'People',
      [
        { heading: 'Name', cell: ({ name }) => name },
        { heading: 'May', cell: ({ role }) => roleNames[role] },
        ...(hasSeveral
          ? [
              {
                heading: 'Sees',
                cell: ({ schoolId }: Member) => (schoolId === null ? 'All schools' : 'One school only'),
              },
            ]
          : []),
        {
          heading: 'Access',
          cell: ({ personId, name }) =>
            personId === selfId
              ? 'You'
              : html`${actionButton(`${base}/people/${encodeURIComponent(personId)}/link`, csrf, 'New link', name)}
                ${actionButton(`${base}/people/${encodeURIComponent(personId)}/remove`, csrf, 'Take access away', name)}`,
        },
      ],
      members,
    )}
    <h2 class="govuk-heading-m">Let somebody in</h2>
    ${form({
      action: `${base}/people`,
      csrf,
      body: html`${renderFields(fieldsOfMember(hasSeveral), values, errors)} ${govukButton({ text: 'Make their link' })}`,
    })}`;
}

function actionButton(action: string, csrf: string, text: string, name: string): Html {
  const label = html`${text}<span class="govuk-visually-hidden">: ${name}</span>`;
  const body = html`<button class="cairn-link-button" type="submit">${label}</button>`;
  return form({ action, csrf, classes: 'cairn-inline', body });
}
