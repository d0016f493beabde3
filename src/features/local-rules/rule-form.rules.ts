/** The form of one local rule: its fields for a standard, reading it, and filling it from a rule that is there. Pure. */
import { localRuleSchema, type LocalRule, type LocalRuleOf } from '../../domain/local-rules.ts';
import { numberWords, type Edition, type Requirement, type Standard } from '../../library/index.ts';
import { parseFields, type Choice, type Field, type FieldError } from '../../ui/forms/index.ts';

export type Kind = LocalRule['kind'];
export const kinds: readonly Kind[] = ['tighten', 'add', 'earlier', 'guidance'];

/** What a rule is written about: one standard with its requirements. */
export interface RuleSubject {
  standard: Standard;
  requirements: readonly Requirement[];
  categoryName: string;
}

/** The standard with its requirements, as the edition has it; null where it has none of that id. */
export function subjectOf(edition: Edition, standardId: string): RuleSubject | null {
  const standard = edition.standards.find(({ id }) => id === standardId);
  if (standard === undefined) return null;
  return {
    standard,
    requirements: edition.requirements.filter((one) => one.standardId === standardId),
    categoryName: edition.categories.find(({ id }) => id === standard.categoryId)?.name ?? standard.categoryId,
  };
}

/** The standard that a rule is about: its own, its requirement's, or the first of its area; null where the edition lacks it. */
export function standardOfRule(rule: LocalRule, edition: Edition): string | null {
  if ('standardId' in rule && rule.standardId !== undefined) return rule.standardId;
  const requirementId = 'requirementId' in rule ? rule.requirementId : undefined;
  const categoryId = 'categoryId' in rule ? rule.categoryId : undefined;
  return (
    edition.requirements.find(({ id }) => id === requirementId)?.standardId ??
    edition.standards.find((one) => one.categoryId === categoryId)?.id ??
    null
  );
}

export function fieldsOf(kind: Kind, { standard, requirements, categoryName }: RuleSubject): Field[] {
  const each = requirements.map(({ id, text }): Choice => ({ value: `requirement:${id}`, label: text }));
  const whole: Choice = { value: `standard:${standard.id}`, label: `The whole standard: ${standard.name}` };
  switch (kind) {
    case 'tighten':
      return [
        {
          name: 'requirementId',
          label: 'What should be stricter',
          kind: 'choice',
          required: true,
          choices: requirements.map((one) => ({ value: one.id, label: `${one.text}${nowWords(one)}` })),
        },
        {
          name: 'number',
          label: 'The number to reach',
          hint: 'Leave it empty where no number changes.',
          kind: 'text',
          maxLength: 20,
        },
        asksFor('level', 'Make it a must?', { value: 'must', label: 'Yes' }),
        asksFor('trigger', 'Should it count from today?', { value: 'now', label: 'Yes' }),
      ];
    case 'add':
      return [
        {
          name: 'text',
          label: 'What you ask',
          hint: 'One thing that a school can say yes or no to.',
          kind: 'longtext',
          required: true,
          maxLength: 2000,
        },
        {
          name: 'level',
          label: 'How much it counts',
          kind: 'choice',
          required: true,
          choices: [
            { value: 'must', label: 'A must', hint: 'The standard is met only when this is.' },
            { value: 'should', label: 'A should' },
          ],
        },
        {
          name: 'dueOn',
          label: 'The day by which it is due',
          hint: 'Leave it empty if it counts from today.',
          kind: 'date',
        },
        { name: 'asks', label: 'Who can usually answer', hint: 'IT support, the business manager', kind: 'text' },
        { name: 'evidence', label: 'What would show it', kind: 'text', maxLength: 2000 },
        {
          name: 'metWith',
          label: 'Does a plan that meets one of these meet it too?',
          hint: 'Then the plan can deal with it. Otherwise it stays open in the plan until it is answered.',
          kind: 'choice',
          choices: requirements
            .filter(({ id }) => !id.startsWith('local.'))
            .map(({ id, text }) => ({ value: id, label: text })),
        },
        { name: 'url', label: 'Where schools can read more', hint: 'A web address.', kind: 'text', maxLength: 2000 },
      ];
    case 'earlier':
      return [
        {
          name: 'target',
          label: 'What should be done earlier',
          kind: 'choice',
          required: true,
          choices: [
            { value: `category:${standard.categoryId}`, label: `The whole area: ${categoryName}` },
            whole,
            ...each,
          ],
        },
        { name: 'dueOn', label: 'The day by which it is due', kind: 'date', required: true },
      ];
    case 'guidance':
      return [
        {
          name: 'target',
          label: 'What your guidance is about',
          kind: 'choice',
          required: true,
          choices: [whole, ...each],
        },
        { name: 'text', label: 'Your guidance', kind: 'longtext', required: true, maxLength: 4000 },
        { name: 'url', label: 'Where schools can read more', hint: 'A web address.', kind: 'text', maxLength: 2000 },
      ];
  }
}

function asksFor(name: string, label: string, yes: Choice): Field {
  return {
    name,
    label,
    kind: 'choice',
    required: true,
    choices: [yes, { value: AS_IS, label: 'As the national standard has it' }],
  };
}

const AS_IS = 'as-is';

/** What the edition asks of a requirement, so that whoever makes it stricter sees from what. */
function nowWords({ threshold, level }: Requirement): string {
  const numbers = [
    ...new Set([...Object.values(threshold?.byPhase ?? {}), ...(threshold?.all === undefined ? [] : [threshold.all])]),
  ];
  const parts = [
    ...(level === 'should' ? ['a should'] : []),
    ...(threshold === null ? [] : [numbers.map((number) => numberWords(threshold, number)).join(' or ')]),
  ];
  return parts.length === 0 ? '' : ` (now: ${parts.join(', ')})`;
}

export interface ReadRule {
  rule: LocalRule | null;
  typed: Record<string, string>;
  errors: FieldError[];
}

/**
 * The rule that a form describes. `present` is the rule that it changes: what the form does not ask (a rule of the registers,
 * numbers by phase) stays as it is.
 */
export function readRule(
  kind: Kind,
  id: string,
  subject: RuleSubject,
  body: Readonly<Record<string, unknown>>,
  present: LocalRule | null,
): ReadRule {
  const { values, typed, errors } = parseFields(fieldsOf(kind, subject), body);
  const number = numberIn(typed['number'] ?? '');
  if (number === null && (typed['number'] ?? '').trim() !== '')
    errors.push({ field: 'number', message: 'The number to reach must be a number, like 500' });
  if (errors.length > 0) return { rule: null, typed, errors };
  const read = localRuleSchema.safeParse(rawRule(kind, id, subject, values, number, present));
  if (read.success) return { rule: read.data, typed, errors };
  const names = new Set(fieldsOf(kind, subject).map(({ name }) => name));
  for (const issue of read.error.issues) {
    const at = String(issue.path[0] ?? '');
    const field = names.has(at) ? at : kind === 'tighten' ? 'number' : ([...names][0] ?? at);
    const message =
      issue.message === 'must change a threshold, a level or a trigger'
        ? 'Give a number, make it a must, or have it count from today'
        : at === 'url'
          ? 'The web address must begin with https://'
          : issue.message;
    errors.push({ field, message });
  }
  return { rule: null, typed, errors };
}

function rawRule(
  kind: Kind,
  id: string,
  { standard, requirements }: RuleSubject,
  values: Record<string, unknown>,
  number: number | null,
  present: LocalRule | null,
): Record<string, unknown> {
  const target = targetOf(values['target']);
  switch (kind) {
    case 'tighten': {
      const old =
        present?.kind === 'tighten' && present.requirementId === values['requirementId']
          ? present.threshold
          : undefined;
      const threshold = requirements.find((one) => one.id === values['requirementId'])?.threshold ?? null;
      const byPhase = old?.byPhase ?? {};
      const hasNumber = number !== null || Object.keys(byPhase).length > 0;
      return {
        kind,
        id,
        requirementId: values['requirementId'],
        ...(hasNumber && {
          threshold: { ...(threshold && { unit: threshold.unit }), byPhase, ...(number !== null && { all: number }) },
        }),
        ...(values['level'] === 'must' && { level: 'must' }),
        ...(values['trigger'] === 'now' && { trigger: 'now' }),
      };
    }
    case 'add': {
      const old = present?.kind === 'add' ? present : null;
      const question = old?.question ?? null;
      const asks = values['asks'] ?? null;
      return {
        ...old,
        kind,
        id,
        standardId: standard.id,
        text: values['text'],
        level: values['level'],
        dueOn: values['dueOn'],
        evidence: values['evidence'],
        metWith: values['metWith'],
        url: values['url'],
        question:
          question === null && asks === null
            ? null
            : {
                text: question?.text ?? `Is this in place? ${String(values['text'])}`,
                hint: question?.hint ?? null,
                asks,
              },
      };
    }
    case 'earlier':
      return { kind, id, ...target, dueOn: values['dueOn'] };
    case 'guidance':
      return { kind, id, ...target, text: values['text'], url: values['url'] };
  }
}

function targetOf(value: unknown): Record<string, string> {
  const [, what = '', id = ''] =
    /^(category|standard|requirement):(.+)$/.exec(typeof value === 'string' ? value : '') ?? [];
  return what === '' ? {} : { [`${what}Id`]: id };
}

function numberIn(text: string): number | null {
  const plain = text.trim().replaceAll(',', '');
  return /^\d+(?:\.\d+)?$/.test(plain) ? Number(plain) : null;
}

/** What the fields of a new rule's form hold. */
export function typedForNew(kind: Kind): Record<string, string> {
  return kind === 'tighten' ? { level: AS_IS, trigger: AS_IS } : {};
}

/** What the fields of a rule's form hold when it is opened. Days as people write them. */
export function typedOf(rule: LocalRule): Record<string, string> {
  switch (rule.kind) {
    case 'tighten':
      return {
        requirementId: rule.requirementId,
        number: String(rule.threshold?.all ?? ''),
        level: rule.level ?? AS_IS,
        trigger: rule.trigger ?? AS_IS,
      };
    case 'add':
      return {
        text: rule.text,
        level: rule.level,
        dueOn: dayText(rule.dueOn),
        asks: rule.question?.asks ?? '',
        evidence: rule.evidence ?? '',
        metWith: rule.metWith ?? '',
        url: rule.url ?? '',
      };
    case 'earlier':
      return { target: targetText(rule), dueOn: dayText(rule.dueOn) };
    case 'guidance':
      return { target: targetText(rule), text: rule.text, url: rule.url ?? '' };
  }
}

function targetText(rule: LocalRuleOf<'earlier'> | LocalRuleOf<'guidance'>): string {
  if (rule.requirementId !== undefined) return `requirement:${rule.requirementId}`;
  if (rule.standardId !== undefined) return `standard:${rule.standardId}`;
  return `category:${('categoryId' in rule && rule.categoryId) || ''}`;
}

/** 2027-03-14 → 14/3/2027 */
function dayText(day: string | null): string {
  if (day === null) return '';
  const [year = '', month = '', date = ''] = day.split('-');
  return `${Number(date)}/${Number(month)}/${year}`;
}

/** The field under which what is wrong with a rule is shown. */
export function fieldOfFault(rule: LocalRule, message: string): string {
  if (rule.kind === 'earlier') return 'dueOn';
  if (rule.kind === 'tighten') {
    if (/\bmust in the edition\b/.test(message)) return 'level';
    return /due at once/.test(message) ? 'trigger' : 'number';
  }
  return rule.kind === 'add' ? 'text' : 'target';
}
