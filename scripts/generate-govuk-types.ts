/**
 * Writes src/ui/govuk/arguments.ts from the macro-options.json files that govuk-frontend ships, so that a component's
 * arguments are checked by the compiler. Run it after a new version of govuk-frontend:
 *
 *   node scripts/generate-govuk-types.ts
 *
 * A test compares the committed file with what this would write.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';

const root = new URL('../', import.meta.url);
const target = new URL('src/ui/govuk/arguments.ts', root);
const frontend = new URL('node_modules/govuk-frontend/', root);

/** Components that have a function in src/ui/govuk. The header, footer and consent banners of GOV.UK are not ours to show. */
export const componentNames = [
  'accordion',
  'back-link',
  'breadcrumbs',
  'button',
  'character-count',
  'checkboxes',
  'date-input',
  'details',
  'error-message',
  'error-summary',
  'fieldset',
  'file-upload',
  'hint',
  'input',
  'inset-text',
  'label',
  'notification-banner',
  'pagination',
  'panel',
  'password-input',
  'phase-banner',
  'radios',
  'select',
  'service-navigation',
  'skip-link',
  'summary-list',
  'table',
  'tabs',
  'tag',
  'task-list',
  'textarea',
  'warning-text',
] as const;

interface MacroOption {
  name: string;
  type: string;
  required: boolean;
  description: string;
  isComponent?: boolean;
  params?: MacroOption[];
}

/** The TypeScript source of the arguments file. */
export async function argumentsSource(): Promise<string> {
  const version = (JSON.parse(readFileSync(new URL('package.json', frontend), 'utf8')) as { version: string }).version;
  const interfaces = componentNames.map((name) => {
    const url = new URL(`dist/govuk/components/${name}/macro-options.json`, frontend);
    const options = JSON.parse(readFileSync(url, 'utf8')) as MacroOption[];
    return `export interface ${pascal(name)}Arguments ${objectType(options)}`;
  });
  const source = `/** Written by scripts/generate-govuk-types.ts from govuk-frontend ${version}; don't edit. Its descriptions are MIT licensed. */
import type { Html } from '../html.ts';

/** Extra attributes. With \`optional\`, an empty value leaves the attribute out and \`true\` writes its name alone. */
export type Attributes = Record<string, AttributeValue | { value: AttributeValue; optional?: boolean | undefined }>;
export type AttributeValue = string | number | boolean | null | undefined;

${interfaces.join('\n\n')}
`;
  return format(source, { parser: 'typescript', printWidth: 120, singleQuote: true, trailingComma: 'all' });
}

function objectType(options: readonly MacroOption[]): string {
  const byName = Map.groupBy(
    options.filter((option) => option.type !== 'nunjucks-block'),
    (option) => option.name,
  );
  const lines = [...byName].map(([name, same]) => {
    const [first] = same as [MacroOption, ...MacroOption[]];
    const alternative = name === 'html' ? 'text' : name === 'text' ? 'html' : name.replace(/(Html|Text)$/, swapEnding);
    const optional =
      !first.required ||
      // Text and HTML are each "required unless the other is given", which upstream can only say in words.
      (alternative !== name && byName.has(alternative)) ||
      /this is not required|required unless/i.test(first.description);
    const type = [...new Set(same.map(optionType))].join(' | ');
    const description = first.description.replaceAll('*/', '* /').replaceAll('\n', ' ');
    return `  /** ${description} */\n  ${name}${optional ? '?' : ''}: ${type}${optional ? ' | undefined' : ''};`;
  });
  return `{\n${lines.join('\n')}\n}`;
}

function swapEnding(ending: string): string {
  return ending === 'Html' ? 'Text' : 'Html';
}

function optionType(option: MacroOption): string {
  if (/^html$|Html$/.test(option.name)) return 'Html';
  if (option.name === 'attributes') return 'Attributes';
  if (option.isComponent) {
    return `${pascal(option.name === 'errorMessage' ? 'error-message' : option.name)}Arguments`;
  }
  if (option.params) {
    const shape = objectType(option.params);
    if (option.type !== 'array') return shape;
    const rows = option.name === 'rows' && option.params.some((param) => param.name === 'colspan');
    // Empty entries are how upstream leaves an item out; radios also take a divider alone.
    return rows ? `(${shape})[][]` : `(${shape} | null | undefined | false)[]`;
  }
  switch (option.type) {
    case 'integer':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'array':
      return 'string[]';
    case 'object':
      return 'Record<string, string>';
    default:
      return 'string';
  }
}

function pascal(name: string): string {
  return name
    .split('-')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(target, await argumentsSource());
