/** Errors as pages of the house's layout. */
import type { ErrorPage, RenderErrorPage } from '../platform/web/index.ts';
import { html } from '../ui/html.ts';
import { page } from '../ui/layout.ts';

export const renderErrorPage: RenderErrorPage = (request, error: ErrorPage) => {
  const person = request.visitor?.person ?? null;
  return page({
    title: error.title,
    person: person && { name: person.name },
    csrf: person && request.visitor.csrf,
    body: html`<h1 class="govuk-heading-l">${error.title}</h1>
      ${error.paragraphs.map((paragraph) => html`<p class="govuk-body">${paragraph}</p>`)}
      ${error.link && html`<p class="govuk-body"><a class="govuk-link" href="${error.link.href}">${error.link.text}</a></p>`}`,
  });
};
