/** Which register answers a requirement, and by which rule. */
import type { FactRules, Requirement } from '../../library/index.ts';
import { html, joinHtml, type Html } from '../../ui/html.ts';

const registers = {
  equipment: 'Equipment',
  systems: 'Systems',
  contracts: 'Contracts',
  connections: 'Connections',
} as const;

/** The rule in words, and the registers that it reads as links; where none does, that only an answer tells. */
export function factsPart(base: string, rules: FactRules, { fact }: Pick<Requirement, 'fact'>): Html | string {
  const rule = fact === null ? undefined : rules.get(fact);
  if (rule === undefined) return 'No register tells: only your answer does.';
  const seen = new Map(
    rule.lists.map(({ register, kinds }) => {
      const [kind, ...more] = kinds?.any ?? [];
      const query = kind === undefined || more.length > 0 ? '' : `?kind=${encodeURIComponent(kind)}`;
      return [register, html`<a class="govuk-link" href="${base}/${register}${query}">${registers[register]}</a>`];
    }),
  );
  return html`<p class="govuk-body">Your registers: ${joinHtml([...seen.values()], ', ')}.</p>
<p class="govuk-body">The rule: ${lowerStart(rule.explains)}</p>`;
}

function lowerStart(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
