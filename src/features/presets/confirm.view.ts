/** On an item's page: the button that says that its guesses are right. */
import { form } from '../../ui/forms/index.ts';
import { html, type Html } from '../../ui/html.ts';
import { sourceOf, type Register, type RegisterItem, type Surroundings } from '../registers/index.ts';

/** Null where the item holds no guess, or the reader may not change it. */
export function confirmPart(register: Register, around: Surroundings, item: RegisterItem): Html | null {
  const guesses = register.fields.filter(
    ({ name }) => name !== register.nameField && sourceOf(item, name)?.from === 'assumed',
  ).length;
  if (!around.mayEdit || guesses === 0) return null;
  return form({
    action: `${around.schoolBase}/typical/${register.path}/${encodeURIComponent(item.id)}/right`,
    csrf: around.csrf,
    classes: 'cairn-inline',
    body: html`<input type="hidden" name="version" value="${item.version}"><button class="govuk-button govuk-button--secondary" data-module="govuk-button" type="submit">${guesses === 1 ? 'The guess is right' : `These ${guesses} guesses are right`}</button>`,
  });
}
