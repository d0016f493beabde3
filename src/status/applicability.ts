/**
 * Whom a requirement concerns. The school's own details decide where they are known; what they leave open is taken to hold.
 * Whether a school has equipment of a kind is recorded, or answered: a choice that says "we have none" speaks for every
 * requirement that is asked only of schools with that equipment, not for its own question alone.
 */
import { formatDate, type PlainDate } from '../domain/dates.ts';
import { isInUse } from '../domain/in-use.ts';
import type { Equipment, School, SchoolRecord } from '../domain/record.ts';
import type { Applicability, Edition, Requirement } from '../library/library.ts';
import type { AnswerInterval } from './answer-over-time.ts';
import { link } from './finding.ts';
import { cutDays, onDay } from './intervals.ts';
import type { FactLink } from './results.ts';

/** Whether a school is asked. `unknown`: what is not written down of it and could mean that it is not. */
export type Applies = { applies: true; unknown: string | null } | { applies: false; because: string };

/** What the phase says of a sixth form by itself. */
const SIXTH_FORM_BY_PHASE: Partial<Record<School['phase'], boolean>> = {
  nursery: false,
  primary: false,
  'post-16': true,
};

const APPLIES: Applies = { applies: true, unknown: null };

/** By the school's own details: its phase, who runs it, its sixth form and its sites. */
export function appliesToSchool(school: School, appliesTo: Applicability | undefined): Applies {
  if (appliesTo === undefined) return APPLIES;
  const { phases, governance, sixthForm, leastSites, because } = appliesTo;
  const hasSixthForm = school.hasSixthForm ?? SIXTH_FORM_BY_PHASE[school.phase] ?? null;
  const { sites } = school;
  const isOutside =
    (phases !== undefined && !phases.includes(school.phase)) ||
    (governance !== undefined && !governance.includes(school.governance)) ||
    (sixthForm !== undefined && hasSixthForm !== null && hasSixthForm !== sixthForm) ||
    (leastSites !== undefined && sites !== null && sites < leastSites);
  if (isOutside) return { applies: false, because };
  const open = [
    ...(sixthForm !== undefined && hasSixthForm === null
      ? [`whether the school has a sixth form (${sixthForm ? 'without one' : 'with one'} this would not apply)`]
      : []),
    ...(leastSites !== undefined && sites === null
      ? [`how many sites the school has (with ${sitesBelow(leastSites)} this would not apply)`]
      : []),
  ];
  return open.length === 0 ? APPLIES : { applies: true, unknown: `Not known: ${open.join(', and ')}.` };
}

function sitesBelow(least: number): string {
  return least === 2 ? 'only one' : `fewer than ${least}`;
}

/** What is in use on `day` of the equipment for which a requirement is asked, as links; null where it names none. */
export function equipmentInUse(
  record: SchoolRecord,
  appliesTo: Applicability | undefined,
  day: PlainDate,
): FactLink[] | null {
  const kinds = appliesTo?.equipment;
  if (kinds === undefined) return null;
  return record.equipment
    .filter((item) => kinds.includes(item.kind) && isInUse(item, day))
    .map((item) => link('equipment', item, 'In use', 'yes'));
}

/** The days on which {@link equipmentInUse} may change, each with what happens then. */
export function equipmentChanges(
  record: SchoolRecord,
  appliesTo: Applicability | undefined,
): { on: PlainDate; because: string }[] {
  const kinds = appliesTo?.equipment ?? [];
  return record.equipment.flatMap(({ kind, name, disposedOn }) =>
    disposedOn !== null && kinds.includes(kind)
      ? [{ on: disposedOn, because: `${name} is gone from ${formatDate(disposedOn)} on.` }]
      : [],
  );
}

/** A choice of a question that says that the school has no equipment of these kinds. */
export interface AbsenceChoice {
  questionId: string;
  choice: string;
  kinds: ReadonlySet<Equipment['kind']>;
}

/** Every choice of the edition that says so: those that mean "does not apply" where a requirement names equipment. */
export function absenceChoices(edition: Pick<Edition, 'requirements'>): AbsenceChoice[] {
  const found = new Map<string, AbsenceChoice>();
  for (const { appliesTo, question } of edition.requirements) {
    if (appliesTo?.equipment === undefined || question === null) continue;
    for (const choice of question.notApplicable ?? []) {
      const kinds = new Set(appliesTo.equipment);
      found.set(`${question.id} ${choice} ${[...kinds].toSorted().join(' ')}`, {
        questionId: question.id,
        choice,
        kinds,
      });
    }
  }
  return [...found.values()];
}

/** Those of the choices that say that the school has nothing of what this requirement is asked for. */
export function absencesFor(choices: readonly AbsenceChoice[], { appliesTo }: Requirement): AbsenceChoice[] {
  const kinds = appliesTo?.equipment;
  if (kinds === undefined) return [];
  return choices.filter((choice) => kinds.every((kind) => choice.kinds.has(kind)));
}

/**
 * The answers to a requirement's own question, and where that says nothing, one to another question by which the school has
 * none of the equipment. All cover the same days.
 */
export function withAbsence(
  own: readonly AnswerInterval[],
  elsewhere: readonly (readonly AnswerInterval[])[],
): AnswerInterval[] {
  const [first] = own;
  const last = own.at(-1);
  if (first === undefined || last === undefined) return [];
  const all = [own, ...elsewhere];
  const starts = all.flat().map(({ from }) => from);
  return cutDays(first.from, last.to, starts).map((days): AnswerInterval => {
    const mine = onDay(own, days.from)?.answer ?? null;
    const absence = elsewhere
      .map((list) => onDay(list, days.from)?.answer)
      .find((one) => one?.says === 'not-applicable');
    const ending = all.map((list) => onDay(list, days.from)).find((one) => one?.to === days.to);
    return {
      ...days,
      answer: (mine === null || mine.says === 'not-known' ? absence : mine) ?? mine,
      endsBecause: ending?.endsBecause ?? null,
    };
  });
}
