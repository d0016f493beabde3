/** The page of one scenario's changes: what it supposes together, each of which can be changed or left out. */
import { form } from '../../ui/forms/index.ts';
import { govukButton, govukWarningText } from '../../ui/govuk/index.ts';
import { type Html, html } from '../../ui/html.ts';
import { MOST_CHANGES, type ScenarioChange } from './scenario-changes.rules.ts';
import { readyMade } from './scenarios.schema.ts';

export interface ChangesContent {
  base: string;
  csrf: string;
  address: string;
  name: string;
  changes: readonly ScenarioChange[];
  /** Why what was asked was not done. */
  refusal: string | null;
}

export function changesBody({ base, csrf, address, name, changes, refusal }: ChangesContent): Html {
  return html`<h1 class="govuk-heading-l">What “${name}” supposes</h1>
    ${refusal && govukWarningText({ text: refusal, iconFallbackText: 'Warning' })}
    <p class="govuk-body">
      All of it holds at once, and what you have fixed stays fixed. What would happen is worked out again each time that you
      change something here.
    </p>
    <ul class="govuk-list">
      ${changes.map(
        (change) =>
          html`<li>
            <h2 class="govuk-heading-s">${change.name}</h2>
            <div class="govuk-button-group">
              ${
                isAsked(change) &&
                html`<a class="govuk-link" href="${address}/changes/${change.id}"
                  >Change<span class="govuk-visually-hidden">: ${change.name}</span></a
                >`
              }
              ${
                changes.length > 1 &&
                form({
                  action: `${address}/changes/${change.id}/remove`,
                  csrf,
                  body: govukButton({
                    html: html`Leave out<span class="govuk-visually-hidden">: ${change.name}</span>`,
                    classes: 'govuk-button--secondary',
                  }),
                })
              }
            </div>
          </li>`,
      )}
    </ul>
    ${
      changes.length >= MOST_CHANGES
        ? html`<p class="govuk-body">A scenario holds ${MOST_CHANGES} changes at most: leave one out to suppose another.</p>`
        : html`<h2 class="govuk-heading-m" id="choose">What else would change?</h2>
            <ul class="govuk-list">
              ${readyMade
                .filter(({ kind }) => !isThere(kind, changes))
                .map(
                  (made) =>
                    html`<li>
                      <a class="govuk-link" href="${address}/changes/new?kind=${made.kind}">${made.name}</a>. ${made.why}
                    </li>`,
                )}
            </ul>`
    }
    <p class="govuk-body"><a class="govuk-link" href="${base}/scenarios">Back to the comparison</a></p>`;
}

/** Some forms ask nothing: there is nothing to change about those. */
function isAsked({ kind }: ScenarioChange): boolean {
  return kind !== null && kind !== 'cloud' && kind !== 'keep';
}

function isThere(kind: string, changes: readonly ScenarioChange[]): boolean {
  return (kind === 'cloud' || kind === 'keep') && changes.some((change) => change.kind === kind);
}
