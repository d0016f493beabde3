/** Local rules in words, as their pages list them. Pure. */
import { formatDate } from '../../domain/dates.ts';
import type { LocalRule, LocalRuleSet } from '../../domain/local-rules.ts';
import type { Phase } from '../../domain/record.ts';
import { numberWords, type Edition, type Threshold } from '../../library/index.ts';
import type { Change } from '../registers/index.ts';

export const kindWords: Record<LocalRule['kind'], string> = {
  add: 'Asks for something more',
  tighten: 'Asks for it more strictly',
  earlier: 'Brings a day forward',
  guidance: 'Gives guidance of its own',
};

export const phaseWords: Record<Phase, string> = {
  nursery: 'nurseries',
  primary: 'primary schools',
  secondary: 'secondary schools',
  'all-through': 'all-through schools',
  special: 'special schools',
  'post-16': 'post-16 colleges',
};

/** "all schools", "primary schools and special schools" */
export function reachWords({ phases }: Pick<LocalRuleSet, 'phases'>): string {
  if (phases.length === 0) return 'all schools';
  return phases
    .map((phase) => phaseWords[phase])
    .join(', ')
    .replace(/, ([^,]*)$/, ' and $1');
}

/** What a rule is about: the words of the requirement, the standard or the area, or its id where the edition lacks it. */
export function subjectWords(rule: LocalRule, edition: Edition): string {
  if (rule.kind === 'add') return rule.text;
  const requirementId = 'requirementId' in rule ? rule.requirementId : undefined;
  const standardId = 'standardId' in rule ? rule.standardId : undefined;
  const categoryId = 'categoryId' in rule ? rule.categoryId : undefined;
  const id = requirementId ?? standardId ?? categoryId ?? '';
  return (
    edition.requirements.find((one) => one.id === requirementId)?.text ??
    edition.standards.find((one) => one.id === standardId)?.name ??
    edition.categories.find((one) => one.id === categoryId)?.name ??
    id
  );
}

/** What a rule asks, in a sentence or two. */
export function ruleWords(rule: LocalRule, edition: Edition): string {
  switch (rule.kind) {
    case 'add': {
      const level = rule.level === 'must' ? 'A must' : 'A should';
      const standard = edition.standards.find(({ id }) => id === rule.standardId)?.name ?? rule.standardId;
      const due = rule.dueOn === null ? '' : `, due by ${formatDate(rule.dueOn)}`;
      return `${level} under “${standard}”${due}.`;
    }
    case 'tighten': {
      const unit = edition.requirements.find(({ id }) => id === rule.requirementId)?.threshold ?? null;
      return [
        rule.threshold && `${numbersWords(rule.threshold, unit)}.`,
        rule.level && 'It is a must.',
        rule.trigger && 'It counts now.',
      ]
        .filter((part) => part !== undefined)
        .join(' ');
    }
    case 'earlier':
      return `Due by ${formatDate(rule.dueOn)}.`;
    case 'guidance':
      return rule.text;
  }
}

type Numbers = NonNullable<Extract<LocalRule, { kind: 'tighten' }>['threshold']>;

function numbersWords({ unit, all, byPhase }: Numbers, national: Threshold | null): string {
  const of = (number: number) => numberWords({ unit: national?.unit ?? unit ?? '' }, number);
  const parts = Object.entries(byPhase).map(([phase, number]) => `${phaseWords[phase as Phase]} ${of(number)}`);
  return [...(all === undefined ? [] : [parts.length > 0 ? `otherwise ${of(all)}` : of(all)]), ...parts].join(', ');
}

/** A line of the history: what was done with a set, one thing a line. */
export function changeLines({ before, after }: Pick<Change, 'before' | 'after'>, edition: Edition): string[] {
  const [old, now] = [sideOf(before), sideOf(after)];
  if (now === null) return ['Taken away'];
  if (old === null) return [`Set up: ${now.name}, by ${now.by}`, ...now.rules.map((rule) => `Rule: ${said(rule)}`)];
  const lines: string[] = [];
  if (old.withdrawnAt === null && now.withdrawnAt !== null) lines.push('Withdrawn');
  if (old.withdrawnAt !== null && now.withdrawnAt === null) lines.push('Taken up again');
  if (old.name !== now.name) lines.push(`Called ${now.name} (was: ${old.name})`);
  if (old.by !== now.by) lines.push(`Set by ${now.by} (was: ${old.by})`);
  if (reachWords(old) !== reachWords(now)) lines.push(`For ${reachWords(now)} (was: ${reachWords(old)})`);
  const [had, has] = [byId(old.rules), byId(now.rules)];
  for (const rule of now.rules) {
    const present = had.get(rule.id);
    if (present === undefined) lines.push(`Rule added: ${said(rule)}`);
    else if (JSON.stringify(present) !== JSON.stringify(rule)) {
      lines.push(`Rule changed: ${said(rule)} (was: ${ruleWords(present, edition)})`);
    }
  }
  for (const rule of old.rules) if (!has.has(rule.id)) lines.push(`Rule taken out: ${said(rule)}`);
  return lines.length === 0 ? ['Saved without a difference'] : lines;

  function said(rule: LocalRule): string {
    return `${subjectWords(rule, edition)} ${ruleWords(rule, edition)}`;
  }
}

/** The rows of the history are our own, written by the commands. */
function sideOf(side: Change['before']): (LocalRuleSet & { withdrawnAt: string | null }) | null {
  return side as (LocalRuleSet & { withdrawnAt: string | null }) | null;
}

function byId(rules: readonly LocalRule[]): Map<string, LocalRule> {
  return new Map(rules.map((rule) => [rule.id, rule]));
}
