import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { argumentsSource, componentNames } from '../../../scripts/generate-govuk-types.ts';
import { Html, html, raw } from '../html.ts';
import * as govuk from './index.ts';

const components = join(
  dirname(createRequire(import.meta.url).resolve('govuk-frontend/package.json')),
  'dist/govuk/components',
);

interface Fixture {
  name: string;
  options: Record<string, unknown>;
  html: string;
}

/** Fixtures that give what our argument types forbid. Each has its reason. */
const outside: Record<string, readonly string[]> = {
  // One has no items at all; the other gives values that aren't text.
  select: ['hint', 'with falsy values'],
};

for (const component of componentNames) {
  test(`${component} gives the markup of govuk-frontend's own fixtures`, () => {
    const { fixtures } = JSON.parse(readFileSync(join(components, component, 'fixtures.json'), 'utf8')) as {
      fixtures: Fixture[];
    };
    const draw = functionFor(component);
    let compared = 0;
    for (const fixture of fixtures) {
      if (outside[component]?.includes(fixture.name)) continue;
      assert.equal(
        normalise(String(draw(trusted(fixture.options)))),
        normalise(fixture.html),
        `${component}: ${fixture.name}`,
      );
      compared += 1;
    }
    assert.ok(compared > 0);
  });
}

test('the argument types are those of the installed govuk-frontend', async () => {
  const committed = readFileSync(new URL('./arguments.ts', import.meta.url), 'utf8');
  assert.equal(committed, await argumentsSource(), 'run: node scripts/generate-govuk-types.ts');
});

test('text given to a component never becomes markup', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const hostile = `<b>"'${text}</b>`;
      const drawn =
        html`${govuk.govukInput({ name: 'a', label: { text: hostile }, value: hostile, hint: { text: hostile }, prefix: { text: hostile } })}
        ${govuk.govukSelect({ name: 'a', label: { text: hostile }, items: [{ value: hostile, text: hostile }] })}
        ${govuk.govukRadios({ name: 'a', fieldset: { legend: { text: hostile } }, items: [{ value: hostile, text: hostile, hint: { text: hostile } }] })}
        ${govuk.govukTextarea({ name: 'a', label: { text: hostile }, value: hostile, errorMessage: { text: hostile } })}
        ${govuk.govukTable({ caption: hostile, head: [{ text: hostile }], rows: [[{ text: hostile, attributes: { title: hostile } }]] })}
        ${govuk.govukSummaryList({ rows: [{ key: { text: hostile }, value: { text: hostile }, actions: { items: [{ href: hostile, text: hostile, visuallyHiddenText: hostile }] } }] })}
        ${govuk.govukButton({ text: hostile, value: hostile })}${govuk.govukTag({ text: hostile })}${govuk.govukDetails({ summaryText: hostile, text: hostile })}
        ${govuk.govukErrorSummary({ titleText: hostile, errorList: [{ text: hostile, href: hostile }] })}`.toString();
      assert.ok(!drawn.includes('<b>') && !drawn.includes('</b>'));
    }),
    { numRuns: 30 },
  );
});

function functionFor(component: string): (params: never) => Html {
  const name = `govuk${component.replaceAll(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase())}`;
  const draw = (govuk as unknown as Record<string, ((params: never) => Html) | undefined>)[name];
  assert.ok(draw, `no function ${name}`);
  return draw;
}

/** Fixtures hold markup as strings; our functions take it as Html. */
function trusted(value: unknown): never {
  return convert(value) as never;
}

function convert(value: unknown, key = ''): unknown {
  if (typeof value === 'string' && /^html$|Html$/.test(key)) return raw(value);
  if (Array.isArray(value)) return value.map((part) => convert(part));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, convert(part, name)]));
}

/** White space between and inside tags doesn't matter, nor does how a quotation mark is escaped. */
function normalise(markup: string): string {
  return markup
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ?([<>]) ?/g, '$1')
    .trim();
}
