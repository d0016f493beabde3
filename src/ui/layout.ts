/**
 * The whole document around a page's body: head, header with the school's navigation, messages, footer. There is no
 * inline script or style anywhere, so the content security policy can forbid both.
 */
import { assetUrl } from './assets.ts';
import { type FieldError, errorSummary } from './forms/errors.ts';
import { formMarkup } from './forms/form.ts';
import { Html, html } from './html.ts';

/** The pages of a school, in the order of its navigation. */
export const sections = [
  { id: 'overview', name: 'Overview', path: '' },
  { id: 'plan', name: 'Plan', path: '/plan' },
  { id: 'decisions', name: 'Decisions', path: '/decisions' },
  { id: 'standards', name: 'Standards', path: '/standards' },
  { id: 'contracts', name: 'Contracts', path: '/contracts' },
  { id: 'systems', name: 'Systems', path: '/systems' },
  { id: 'equipment', name: 'Equipment', path: '/equipment' },
  { id: 'connections', name: 'Connections', path: '/connections' },
  { id: 'budgets', name: 'Budgets', path: '/budgets' },
  { id: 'pack', name: 'Governor pack', path: '/pack' },
  { id: 'history', name: 'History', path: '/history' },
] as const;

export type SectionId = (typeof sections)[number]['id'];

/** What the layout shows of the school that a page belongs to. */
export interface PageSchool {
  key: string;
  name: string;
  isExample: boolean;
}

export interface Breadcrumb {
  text: string;
  href: string;
}

/** A message kept over one redirect, for example "Contract added". */
export interface Flash {
  text: string;
  /** Further words or a link, for example an undo form. */
  detail?: Html | undefined;
}

export interface PageContent {
  title: string;
  /** Null where nobody is signed in. */
  person: { name: string } | null;
  school?: PageSchool | undefined;
  section?: SectionId | undefined;
  breadcrumbs?: readonly Breadcrumb[] | undefined;
  /** Holds the page's one h1. */
  body: Html;
  errors?: readonly FieldError[] | undefined;
  flash?: Flash | undefined;
  /** What the save before this page brought about. */
  notice?: Html | null | undefined;
  /** Lets charts and long tables use a wide window. */
  wide?: boolean | undefined;
  /** Token for the sign-out form; null where nobody is signed in. */
  csrf: string | null;
}

/** A whole HTML document. */
export function page(content: PageContent): string {
  const errors = content.errors ?? [];
  const width = content.wide ? 'govuk-width-container cairn-wide' : 'govuk-width-container';
  const names = [content.title, ...(content.school ? [content.school.name] : []), 'Cairn'];
  return String(html`<!DOCTYPE html>
<html lang="en" class="govuk-template">
<head>
<meta charset="utf-8">
<title>${errors.length > 0 && 'Error: '}${[...new Set(names)].join(' – ')}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="theme-color" content="#1f3d3a">
<link rel="icon" href="${assetUrl('favicon.svg')}" type="image/svg+xml">
<link rel="stylesheet" href="${assetUrl('cairn.css')}">
<script type="module" src="${assetUrl('enhance.js')}"></script>
</head>
<body class="govuk-template__body">
<a href="#main-content" class="govuk-skip-link" data-module="govuk-skip-link">Skip to main content</a>
${header(content, width)}
<div class="${width}">
${breadcrumbTrail(content.breadcrumbs ?? [])}
<main class="govuk-main-wrapper" id="main-content">
${content.flash && flashMessage(content.flash)}
${content.notice && noticeMessage(content.notice)}
${errorSummary(errors)}
${content.body}
</main>
</div>
${footer(width)}
</body>
</html>
`);
}

function header(content: PageContent, width: string): Html {
  const { person, school, section, csrf } = content;
  return html`<header class="cairn-header"><div class="${width} cairn-header__bar"><a class="cairn-header__name" href="/">${mark()}<span>Cairn</span></a>${
    person &&
    html`<div class="cairn-header__person"><span>${person.name}</span>${csrf !== null && formMarkup({ action: '/sign-out', csrf, body: html`<button class="cairn-header__sign-out" type="submit">Sign out</button>` })}</div>`
  }</div>${school && schoolNavigation(school, section, width)}${
    school?.isExample &&
    html`<div class="cairn-example"><p class="${width}"><strong>Example school:</strong> fictional. Change what you like; nothing here is about a real school.</p></div>`
  }</header>`;
}

function schoolNavigation(school: PageSchool, current: SectionId | undefined, width: string): Html {
  const base = `/schools/${encodeURIComponent(school.key)}`;
  return html`<nav class="cairn-school" aria-label="${school.name}"><div class="${width}"><p class="cairn-school__name"><a href="${base}">${school.name}</a></p><ul class="cairn-school__list">${sections.map(
    ({ id, name, path }) =>
      html`<li><a href="${base}${path}"${id === current && html` aria-current="page"`}>${name}</a></li>
`,
  )}</ul></div></nav>`;
}

function breadcrumbTrail(breadcrumbs: readonly Breadcrumb[]): Html | null {
  if (breadcrumbs.length === 0) return null;
  return html`<nav class="govuk-breadcrumbs" aria-label="Breadcrumb"><ol class="govuk-breadcrumbs__list">${breadcrumbs.map(
    ({ text, href }) =>
      html`<li class="govuk-breadcrumbs__list-item"><a class="govuk-breadcrumbs__link" href="${href}">${text}</a></li>
`,
  )}</ol></nav>`;
}

function flashMessage({ text, detail }: Flash): Html {
  return html`<div class="govuk-notification-banner govuk-notification-banner--success" role="alert" aria-labelledby="flash-title" data-module="govuk-notification-banner" data-disable-auto-focus="true"><div class="govuk-notification-banner__header"><h2 class="govuk-notification-banner__title" id="flash-title">Done</h2></div><div class="govuk-notification-banner__content"><p class="govuk-notification-banner__heading">${text}</p>${detail}</div></div>`;
}

function noticeMessage(body: Html): Html {
  return html`<section class="govuk-notification-banner cairn-no-print" aria-labelledby="notice-title"><div class="govuk-notification-banner__header"><h2 class="govuk-notification-banner__title" id="notice-title">Look at this</h2></div><div class="govuk-notification-banner__content">${body}</div></section>`;
}

function footer(width: string): Html {
  return html`<footer class="cairn-footer"><div class="${width}"><p><a class="govuk-link" href="/glossary">What words mean</a></p><p>Cairn is free software under the MIT licence. It is not a government service.</p><p>Contains public sector information licensed under the <a class="govuk-link" href="https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/">Open Government Licence v3.0</a>: standards and school data of the Department for Education, in our own words and as at the dates shown.</p></div></footer>`;
}

/** Three stacked stones: decoration, the name stands beside it. */
function mark(): Html {
  return html`<svg class="cairn-mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false"><ellipse cx="16" cy="25" rx="13" ry="5" fill="#f0c987"/><ellipse cx="15" cy="16" rx="9" ry="4.2" fill="#f7e3bd"/><ellipse cx="17" cy="8.5" rx="5.4" ry="3.4" fill="#fff"/></svg>`;
}
