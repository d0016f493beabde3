/** The requirement and the questions that a local rule makes. Pure. */
import type { LocalRuleOf, LocalRuleSet } from '../domain/local-rules.ts';
import type { Phase } from '../domain/record.ts';
import type { Question, Requirement, Threshold } from './library.ts';

/** The ids of the choices of a local question. */
export const LOCAL_CHOICES = { met: 'yes', partly: 'partly', no: 'no', unsure: 'not-sure' } as const;

const choices: Question['choices'] = [
  { id: LOCAL_CHOICES.met, label: 'Yes' },
  { id: LOCAL_CHOICES.partly, label: 'Partly' },
  { id: LOCAL_CHOICES.no, label: 'No' },
  { id: LOCAL_CHOICES.unsure, label: 'Not sure' },
];

/** `local.<set>.<rule>`: no national id begins like that. */
export function localId(setId: string, ruleId: string): string {
  return `local.${setId}.${ruleId}`;
}

/** A requirement of the set's own. `lost` are names of rules that the library does not have. */
export function addedRequirement(
  set: LocalRuleSet,
  rule: LocalRuleOf<'add'>,
  lost: readonly string[],
): Omit<Requirement, 'local'> {
  const id = localId(set.id, rule.id);
  return {
    id,
    standardId: rule.standardId,
    text: rule.text,
    level: rule.level,
    trigger: rule.trigger,
    triggerRule: rule.triggerRule !== null && lost.includes(rule.triggerRule) ? null : rule.triggerRule,
    duty: false,
    weight: rule.weight,
    threshold: rule.threshold && cleanThreshold(rule.threshold),
    evidence: rule.evidence ?? `${set.by} has not said. A note of who checked it, and when, is a start.`,
    dependsOn: [],
    fact: rule.fact !== null && lost.includes(rule.fact) ? null : rule.fact,
    question: { id, met: [LOCAL_CHOICES.met] },
    metWith: rule.metWith,
    source: {
      title: `${set.name}, set by ${set.by}`,
      url: rule.url ?? set.url ?? '',
      asAt: set.asAt,
      licence: `the words of ${set.by}`,
      confidence: 'seen',
    },
  };
}

/** The question of an added requirement. */
export function localQuestion(set: LocalRuleSet, rule: LocalRuleOf<'add'>, categoryId: string): Question {
  return {
    id: localId(set.id, rule.id),
    categoryId,
    text: rule.question?.text ?? `Is this in place? ${rule.text}`,
    hint: rule.question?.hint ?? `${set.by} asks this of its schools. The national standards do not.`,
    asks: rule.question?.asks ?? 'The person who leads on technology',
    choices,
    skipWhenKnown: true,
  };
}

/** The question of a requirement whose number has been raised. */
export function reachQuestion(
  id: string,
  { text, threshold }: Pick<Requirement, 'text' | 'threshold'>,
  categoryId: string,
  number: number,
  by: string,
  /** The national choices that mean that it does not concern the school. */
  absent: Question['choices'],
): Question {
  return {
    id,
    categoryId,
    text: `Does your school reach ${numberWords(threshold, number)}?`,
    hint: `${by} asks for this. It is more than the national standard asks: ${text}`,
    asks: 'IT support',
    choices: [...absent, ...choices],
    skipWhenKnown: true,
  };
}

/** "500 Mbps down", "Wi-Fi 7". */
export function numberWords(threshold: Pick<Threshold, 'unit'> | null, number: number): string {
  const unit = threshold?.unit ?? '';
  if (unit === 'Wi-Fi generation') return `Wi-Fi ${number === 6.5 ? '6E' : number}`;
  return `${number.toLocaleString('en-GB')} ${unit}`;
}

/** A threshold without the parts that are not given. */
export function cleanThreshold(given: {
  unit: string;
  atMost?: boolean | undefined;
  byPhase: Partial<Record<Phase, number | undefined>>;
  all?: number | undefined;
}): Threshold {
  const { unit, atMost, byPhase, all } = given;
  return {
    unit,
    ...(atMost === undefined ? {} : { atMost }),
    byPhase: Object.fromEntries(Object.entries(byPhase).filter(([, number]) => number !== undefined)),
    ...(all === undefined ? {} : { all }),
  };
}
