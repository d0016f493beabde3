/** A picture with its caption and the table behind it. */
import { type Html, html } from '../html.ts';

export interface PictureArguments {
  caption: string;
  picture: Html;
  /** The same figures as a table: always there, a click away, and printed with the picture. */
  table: Html;
  /** What opens the table; default "The same as a table". */
  summary?: string;
}

/** The picture in a region that scrolls where it is wider than the page, its table below. */
export function pictureWithTable({ caption, picture, table, summary = 'The same as a table' }: PictureArguments): Html {
  return html`<figure class="cairn-picture">
<figcaption>${caption}</figcaption>
${scrollRegion(caption, picture)}
<details class="govuk-details">
<summary class="govuk-details__summary"><span class="govuk-details__summary-text">${summary}<span class="govuk-visually-hidden">: ${caption}</span></span></summary>
<div class="govuk-details__text">
${scrollRegion(`${caption}: table`, table)}
</div>
</details>
</figure>
`;
}

/** What may be wider than the page: scrolls by itself, and can be reached and scrolled by keyboard. */
export function scrollRegion(label: string, body: Html): Html {
  return html`<section class="cairn-scroll" aria-label="${label}" tabindex="0"><p class="cairn-scroll__hint cairn-no-print" aria-hidden="true">Scroll sideways for more</p>
${body}
</section>
`;
}
