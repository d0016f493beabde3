/**
 * Which needs a school has, and which facts make them needs: a requirement not met at some time in the plan, equipment whose
 * support ends, a system on the school's own server, a contract that ends. Nothing here decides what to do about them.
 */
import { addDays, formatDate, type PlainDate } from '../domain/dates.ts';
import { noticeDeadline } from '../domain/deadlines.ts';
import type { Contract, Equipment, SchoolRecord, System } from '../domain/record.ts';
import type { SchoolTerm } from '../domain/terms.ts';
import { knownSystem } from '../library/known-equipment.ts';
import type { Lifecycles } from '../library/lifecycle.ts';
import type { NeedTemplate } from '../library/library.ts';
import { commitmentOf, yearlyCostOf } from './commitments.ts';
import type { RequirementOutlook } from './outlook.ts';
import { batchesOf, type Batch } from './single-items.ts';
import { supportEndOf, supportWords } from './support-ends.ts';

/** A contract that ends for good leaves nothing behind it; one that rolls on only costs more than it might. */
const WEIGHT_OF_STOPPING = 5;

/** Pieces of equipment that a need names one by one. */
const MOST_CAUSES = 5;

/** A fact behind a need, with what it is about so that a page can link to it. */
export interface NeedCause {
  text: string;
  about: { kind: 'requirement' | 'equipment' | 'system' | 'contract' | 'question'; id: string } | null;
}

/** What the need itself asks, beside the standards: written as a requirement of its own in the planning problem. */
export interface Keeps {
  requirementId: string;
  text: string;
  weight: number;
  duty: boolean;
  metWithout: boolean[];
}

export interface FoundNeed {
  /** The template's id, with `:` and the contract's or equipment's id where there is one need for each. */
  id: string;
  name: string;
  template: NeedTemplate;
  contract: Contract | null;
  /** The equipment it is about: one group where there is one need for each, else all that raised it. */
  equipment: Equipment[];
  systems: System[];
  causes: NeedCause[];
  /** Requirements of the standards among the template's that are not met at some time in the plan. */
  unmet: RequirementOutlook[];
  keeps: Keeps | null;
  /** The day on which what it is about ends (support, contract, switch-off); null where a standard alone raises it. */
  endsOn: PlainDate | null;
  /** True where others that come after it must wait: something of it is not in place when the plan starts. */
  holdsUp: boolean;
}

export interface NeedsInput {
  record: SchoolRecord;
  needs: readonly NeedTemplate[];
  outlooks: readonly RequirementOutlook[];
  terms: readonly SchoolTerm[];
  lifecycles: Lifecycles;
}

/** The needs that arise, sorted by id. The record's rows are taken in their order, so they should be sorted too. */
export function needsOf(input: NeedsInput): FoundNeed[] {
  const byId = <T extends { id: string }>(rows: readonly T[]): T[] => [...rows].sort((a, b) => (a.id < b.id ? -1 : 1));
  const found = byId(input.needs).flatMap((template) => raise(template, input));
  const raised = new Set(found.map(({ template }) => template.id));
  return byId(
    found
      .filter(({ template }) => !(template.unless ?? []).some((other) => raised.has(other)))
      .filter((need) => !endsWithItsSystem(need, found, input.record))
      .filter((need) => !servedBySystems(need, found, input.record)),
  );
}

/** What each template makes of the rows alone, whether or not another need already deals with it. */
export function raiseAll(input: NeedsInput): FoundNeed[] {
  return input.needs.flatMap((template) => raise(template, input));
}

function raise(template: NeedTemplate, input: NeedsInput): FoundNeed[] {
  const { record, terms } = input;
  if (template.each === 'contract') {
    return record.contracts.flatMap((contract) => forContract(template, contract, record, terms) ?? []);
  }
  const ending = record.equipment.filter((row) => template.equipmentKinds.includes(row.kind) && endsWithin(row, terms));
  if (template.each === 'equipment') {
    return batchesOf(ending, terms).map((batch) => forEquipment(template, batch, record, terms));
  }
  return forSchool(template, ending, input) ?? [];
}

function forContract(
  template: NeedTemplate,
  contract: Contract,
  record: SchoolRecord,
  terms: readonly SchoolTerm[],
): FoundNeed | null {
  if (contract.type === null || !template.contractTypes.includes(contract.type)) return null;
  const cost = yearlyCostOf(contract);
  if (template.minYearlyPence !== undefined && cost !== null && cost < template.minYearlyPence) return null;
  const deadline = noticeDeadline(contract, record.asAt, record.limits);
  const { endsOn } = deadline;
  const last = terms.at(-1);
  if (contract.endedOn !== null || endsOn === null || last === undefined || endsOn > last.endsOn) return null;
  if (deadline.status === 'ended' && endsOn < record.asAt) return null;
  const stops = commitmentOf(contract, record.asAt, record.limits).stopsOn !== null;
  const keeps = keepsOf(template, `:${contract.id}`, contract.title, terms, endsOn, stops ? WEIGHT_OF_STOPPING : 0);
  return {
    id: `${template.id}:${contract.id}`,
    name: `${template.name}: ${contract.title}`,
    template,
    contract,
    equipment: [],
    systems: record.systems.filter(({ contractId }) => contractId === contract.id),
    causes: [{ text: `${contract.title}. ${deadline.reason}`, about: { kind: 'contract', id: contract.id } }],
    unmet: [],
    keeps,
    endsOn,
    holdsUp: keeps?.metWithout[0] === false,
  };
}

function forEquipment(
  template: NeedTemplate,
  { id, name, rows }: Batch,
  record: SchoolRecord,
  terms: readonly SchoolTerm[],
): FoundNeed {
  const ends = rows.flatMap((row) => supportEndOf(row)?.on ?? []).sort();
  const endsOn = ends[0] ?? null;
  const keeps = keepsOf(template, `:${id}`, name, terms, endsOn);
  const ids = new Set<string | null>(rows.map((row) => row.id));
  return {
    id: `${template.id}:${id}`,
    name: `${template.name}: ${name}`,
    template,
    contract: null,
    equipment: rows,
    systems: record.systems.filter((system) => ids.has(system.equipmentId) && system.hosting === 'on-site'),
    causes: batchCauses(rows),
    unmet: [],
    keeps,
    endsOn,
    holdsUp: keeps?.metWithout[0] === false,
  };
}

function forSchool(template: NeedTemplate, ending: Equipment[], input: NeedsInput): FoundNeed[] | null {
  const { record, outlooks, terms } = input;
  const unmet = outlooks.filter(
    ({ requirement, metWithout }) => template.requirements.includes(requirement.id) && metWithout.includes(false),
  );
  const systems = record.systems.filter((system) =>
    template.systems.some(({ kind, hosting }) => kind === system.kind && hosting === system.hosting),
  );
  const last = terms.at(-1)?.endsOn ?? record.asAt;
  const systemEnds = systems.map((system) => ({ system, end: systemEnd(system, template, input) }));
  const dueSystems = systemEnds.filter(({ end }) => end === null || end.on <= last);
  if (unmet.length === 0 && ending.length === 0 && dueSystems.length === 0) return null;
  const ends = [
    ...ending.flatMap((row) => supportEndOf(row)?.on ?? []),
    ...dueSystems.map(({ end }) => end?.on ?? record.asAt),
  ].sort();
  const endsOn = ends[0] ?? null;
  const keeps = endsOn === null ? null : keepsOf(template, '', null, terms, endsOn);
  const causes: NeedCause[] = [
    ...unmet.map(({ requirement, because }): NeedCause => {
      return { text: because ?? `Not met: ${requirement.text}`, about: { kind: 'requirement', id: requirement.id } };
    }),
    ...ending.map(equipmentCause),
    ...dueSystems.map(({ system, end }): NeedCause => {
      const text =
        end?.because ?? `${system.name} runs on the school's own server, and when that loses support is not recorded.`;
      return { text, about: { kind: 'system', id: system.id } };
    }),
  ];
  const kinds = record.equipment.filter(({ kind }) => template.equipmentKinds.includes(kind));
  return [
    {
      id: template.id,
      name: template.name,
      template,
      contract: null,
      equipment: ending.length > 0 ? ending : kinds,
      systems,
      causes,
      unmet,
      keeps,
      endsOn,
      holdsUp: holdsUp(template, outlooks, unmet, keeps),
    },
  ];
}

function holdsUp(
  template: NeedTemplate,
  outlooks: readonly RequirementOutlook[],
  unmet: readonly RequirementOutlook[],
  keeps: Keeps | null,
): boolean {
  const until = template.holdsUpUntil;
  if (until !== undefined) {
    return outlooks.some(({ requirement, inPlaceAtStart }) => until.includes(requirement.id) && !inPlaceAtStart);
  }
  return unmet.some(({ metWithout }) => metWithout[0] === false) || keeps?.metWithout[0] === false;
}

function keepsOf(
  template: NeedTemplate,
  suffix: string,
  subject: string | null,
  terms: readonly SchoolTerm[],
  endsOn: PlainDate | null,
  moreWeight = 0,
): Keeps | null {
  if (template.keeps === undefined) return null;
  const { text } = template.keeps;
  const weight = Math.min(9, template.keeps.weight + moreWeight);
  return {
    requirementId: `kept.${template.id}${suffix}`,
    text: subject === null ? text : `${subject}: ${text[0]?.toLowerCase() ?? ''}${text.slice(1)}`,
    weight,
    duty: template.keeps.duty ?? false,
    // An end in the holiday leaves the term before it whole: what follows is switched over in that holiday.
    metWithout: terms.map((term) => endsOn !== null && term.teachingEndsOn <= endsOn),
  };
}

/**
 * When a system on the school's own server can no longer be left as it is: the switch-off that the library names, else the
 * first end among its server's and its own product's, where the catalogue knows that.
 */
function systemEnd(
  system: System,
  template: NeedTemplate,
  { record, lifecycles }: NeedsInput,
): { on: PlainDate; because: string } | null {
  const { deadline } = template;
  if (deadline !== undefined) return { on: addDays(deadline.on, -1), because: `${system.name}: ${deadline.note}` };
  const hosts = record.equipment.filter(
    (row) => row.id === system.equipmentId || (system.equipmentId === null && row.kind === 'server'),
  );
  const ends = hosts
    .flatMap((row) => {
      const end = supportEndOf(row);
      return end === null ? [] : [{ row, end }];
    })
    .sort((a, b) => (a.end.on < b.end.on ? -1 : 1));
  const first = ends[0];
  const product = knownSystem(system, lifecycles).supportEnds;
  if (product !== null && (first === undefined || product.value < first.end.on)) {
    return { on: product.value, because: `${system.name}: ${supportWords(product)}.` };
  }
  if (first === undefined) return null;
  return { on: first.end.on, because: `${system.name} runs on ${first.row.name} (${first.end.because}).` };
}

/** The first of many speak for the rest. */
function batchCauses(rows: readonly Equipment[]): NeedCause[] {
  const told = rows.length <= MOST_CAUSES ? rows : rows.slice(0, MOST_CAUSES - 1);
  const rest = rows.length - told.length;
  const more = { text: `${rest} more like them are in the register.`, about: null };
  return [...told.map(equipmentCause), ...(rest > 0 ? [more] : [])];
}

function equipmentCause(row: Equipment): NeedCause {
  const many = row.quantity === 1 ? row.name : `${row.name} (${row.quantity})`;
  const end = supportEndOf(row);
  const text =
    end === null
      ? `${many}: when support ends is not recorded.`
      : `${many}: ${end.because}, counted to ${formatDate(end.on)}.${end.advice === null ? '' : ` ${end.advice}`}`;
  return { text, about: { kind: 'equipment', id: row.id } };
}

function endsWithin(row: Equipment, terms: readonly SchoolTerm[]): boolean {
  const end = supportEndOf(row);
  // What goes before its support does needs nothing in its place: whoever wrote the day down has planned for it.
  if (end === null || (row.disposedOn !== null && row.disposedOn <= end.on)) return false;
  return end.on < (terms.at(-1)?.endsOn ?? '');
}

/** A contract needs nothing of its own where it belongs to a system that another need deals with, contract and all. */
function endsWithItsSystem(need: FoundNeed, found: readonly FoundNeed[], record: SchoolRecord): boolean {
  const { contract } = need;
  if (contract === null || contract.type === null) return false;
  const { id, type } = contract;
  const kinds = new Set<string>(record.systems.filter(({ contractId }) => contractId === id).map(({ kind }) => kind));
  return found.some(({ template }) => {
    return template.options.some(
      ({ endsContractTypes, movesSystems }) =>
        template.each === undefined && endsContractTypes.includes(type) && movesSystems.some((kind) => kinds.has(kind)),
    );
  });
}

/** A server needs nothing of its own where every system on it is already dealt with by that system's need. */
function servedBySystems(need: FoundNeed, found: readonly FoundNeed[], record: SchoolRecord): boolean {
  if (need.template.each !== 'equipment' || need.equipment[0]?.kind !== 'server') return false;
  const server = need.equipment[0].id;
  const hosted = record.systems.filter((system) => system.hosting === 'on-site' && system.equipmentId === server);
  const covered = new Set(
    found.filter(({ template }) => template.systems.length > 0).flatMap(({ systems }) => systems.map(({ id }) => id)),
  );
  return hosted.length > 0 && hosted.every(({ id }) => covered.has(id));
}
