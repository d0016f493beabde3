/**
 * Renders govuk-frontend's own Nunjucks templates. Nothing outside this folder knows that there is Nunjucks.
 * Templates are compiled once per process, at first use.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import nunjucks, { type Template } from 'nunjucks';
import { Html } from '../html.ts';

const frontend = dirname(createRequire(import.meta.url).resolve('govuk-frontend/package.json'));

const environment = new nunjucks.Environment(
  new nunjucks.FileSystemLoader(join(frontend, 'dist'), { watch: false, noCache: false }),
  { autoescape: true, trimBlocks: true, lstripBlocks: true },
);

const compiled = new Map<string, Template>();

/** One component's markup, for example `renderTemplate('inset-text', { text: 'Mind the gap' })`. */
export function renderTemplate(component: string, params: object): Html {
  let template = compiled.get(component);
  if (template === undefined) {
    template = environment.getTemplate(`govuk/components/${component}/template.njk`, true);
    compiled.set(component, template);
  }
  return new Html(template.render({ params: plain(params) }).trim());
}

/** The templates take markup as strings, and test it for emptiness as strings: unwraps every Html, however deep. */
function plain(value: unknown): unknown {
  if (value instanceof Html) return value.toString();
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part)]));
}
