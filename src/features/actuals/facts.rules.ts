/**
 * The facts that follow from a finished item of the plan: what came into the school and what went, the contract that pays for
 * it and the one that ended, where systems now run, and the answers that it makes true. They are offered filled in, to be
 * looked at and mended before anything is written; nobody but the school says that they are so. Pure.
 */
import type { Actual } from '../../domain/actuals.ts';
import { addDays, addMonths, formatDate, type PlainDate } from '../../domain/dates.ts';
import type { Contract, Equipment, SchoolRecord } from '../../domain/record.ts';
import type { Edition, OptionTemplate, Requirement } from '../../library/index.ts';
import type { OfferedOption } from '../../needs/index.ts';
import { onDay, statusOn, thresholdFor } from '../../status/index.ts';
import type { RegisterTable } from '../registers/index.ts';

export interface RegisterFact {
  kind: 'add' | 'change';
  /** The same in the form that is shown and the one that is sent. */
  id: string;
  register: RegisterTable;
  /** Null for what is added. */
  itemId: string | null;
  title: string;
  /** The fields that the form asks for, filled in. */
  values: Record<string, unknown>;
  /** The field that is tied to the new contract, where there is one. */
  contractField?: 'contractId';
}

export interface AnswerFact {
  kind: 'answer';
  id: string;
  questionId: string;
  title: string;
  choices: { id: string; label: string }[];
  choice: string;
}

export type OfferedFact = RegisterFact | AnswerFact;

export interface FactsInput {
  record: SchoolRecord;
  edition: Edition;
  /** What the library has of it today; null where neither the need nor the option is there any more. */
  offered: OfferedOption | null;
  actual: Actual;
  finishedOn: PlainDate;
}

/** What a finished kind of option leaves in the school. */
const BRINGS_EQUIPMENT: ReadonlySet<OptionTemplate['kind']> = new Set(['buy', 'lease', 'managed']);
const RUNS_ELSEWHERE: ReadonlySet<OptionTemplate['kind']> = new Set(['cloud', 'managed']);
/** How long a contract runs where the library says nothing of it. */
const USUAL_CONTRACT_YEARS = 3;

/** Lines that options of these needs bring, by the ids of the library. */
const LINES: Readonly<Record<string, { role: 'main' | 'backup'; technology: (optionId: string) => string }>> = {
  'full-fibre': { role: 'main', technology: (id) => (id === 'fibre-leased-line' ? 'leased-line' : 'fttp') },
  'backup-line': {
    role: 'backup',
    technology: (id) =>
      id === 'backup-line-mobile' ? 'mobile' : id === 'backup-line-satellite' ? 'satellite' : 'fttp',
  },
};

/** Everything that follows, in the order in which it is written: a contract comes before what is under it. */
export function offeredFacts(input: FactsInput): OfferedFact[] {
  const { offered } = input;
  if (offered === null) return [];
  return [
    ...contractFacts(input, offered),
    ...equipmentFacts(input, offered),
    ...lineFacts(input, offered),
    ...systemFacts(input, offered),
    ...answerFacts(input, offered),
  ];
}

function contractFacts({ actual, finishedOn, record }: FactsInput, offered: OfferedOption): RegisterFact[] {
  const { template, replaced, need } = offered;
  const yearly = actual.yearlyPence;
  if (template.kind === 'keep' && replaced.length === 1) {
    const [kept] = replaced as [Contract];
    return [renewed(kept, actual, template, finishedOn)];
  }
  const ended = replaced.map((contract): RegisterFact => ({
    kind: 'change',
    id: `end-contract-${contract.id}`,
    register: 'contract',
    itemId: contract.id,
    title: `The old contract has ended: ${contract.title}`,
    values: { endedOn: lastDayOf(contract, finishedOn, record.asAt) },
  }));
  if (yearly === null || yearly === 0) return ended;
  return [
    {
      kind: 'add',
      id: 'new-contract',
      register: 'contract',
      itemId: null,
      title: 'The new contract',
      values: {
        title: actual.name,
        type: replaced[0]?.type ?? need.contract?.type ?? typeOf(template),
        supplier: actual.supplier,
        reference: actual.reference,
        annualCostPence: yearly,
        startsOn: finishedOn,
        endsOn: addDays(addMonths(finishedOn, Math.round((template.lifeYears ?? USUAL_CONTRACT_YEARS) * 12)), -1),
        noticeCount: replaced[0]?.noticeCount ?? null,
        noticeUnit: replaced[0]?.noticeUnit ?? null,
        renewal: null,
      },
    },
    ...ended,
  ];
}

/** Something of the option's own: what its equipment is looked after by, or its kind. */
function typeOf(template: OptionTemplate): Contract['type'] {
  if (template.kind === 'lease') return 'equipment-lease';
  if (template.kind === 'buy') return 'equipment-support';
  return template.kind === 'cloud' ? 'software' : 'support';
}

function lastDayOf({ endsOn }: Contract, finishedOn: PlainDate, today: PlainDate): PlainDate {
  const before = addDays(finishedOn, -1);
  // An end a little before or after the change is the contract's own; nobody ends one on a day to come by this.
  if (endsOn !== null && endsOn <= today && endsOn >= addDays(finishedOn, -45)) return endsOn;
  return before;
}

function renewed(kept: Contract, actual: Actual, template: OptionTemplate, finishedOn: PlainDate): RegisterFact {
  const months = Math.round((template.lifeYears ?? 1) * 12);
  const from = kept.endsOn !== null && kept.endsOn >= addDays(finishedOn, -45) ? kept.endsOn : addDays(finishedOn, -1);
  return {
    kind: 'change',
    id: `renew-contract-${kept.id}`,
    register: 'contract',
    itemId: kept.id,
    title: `Renewed: ${kept.title}`,
    values: {
      endsOn: addMonths(from, months),
      annualCostPence: actual.yearlyPence ?? kept.annualCostPence,
      reference: actual.reference ?? kept.reference,
      noticeCount: kept.noticeCount,
      noticeUnit: kept.noticeUnit,
      renewal: kept.renewal,
    },
  };
}

function equipmentFacts({ record, edition, actual, finishedOn }: FactsInput, offered: OfferedOption): RegisterFact[] {
  const { template, need, quantity } = offered;
  const kinds = need.template.equipmentKinds;
  if (!BRINGS_EQUIPMENT.has(template.kind) || kinds.length === 0) return [];
  const rows = need.equipment.filter(({ kind }) => kinds.includes(kind));
  const byKind = Map.groupBy(rows, ({ kind }) => kind);
  const brought = rows.length > 0 ? [...byKind.keys()] : [kinds[0] as Equipment['kind']];
  const years = template.lifeYears;
  const added = brought.map((kind): RegisterFact => {
    const old = byKind.get(kind) ?? [];
    const were = old.reduce((sum, row) => sum + row.quantity, 0);
    const many = brought.length === 1 ? (actual.quantity ?? (were || quantity || 1)) : were || 1;
    const each =
      brought.length === 1 && actual.oneOffPence !== null && actual.oneOffPence > 0
        ? Math.round(actual.oneOffPence / many)
        : null;
    return {
      kind: 'add',
      id: `new-${kind}`,
      register: 'equipment',
      itemId: null,
      title: `What came: ${kind.replaceAll('-', ' ')}`,
      contractField: 'contractId',
      values: {
        name: old.length === 1 ? `${old[0]?.name ?? actual.name} (new)` : actual.name,
        kind,
        quantity: many,
        manufacturer: null,
        model: null,
        location: old.length === 1 ? (old[0]?.location ?? null) : null,
        boughtOn: finishedOn,
        boughtYear: Number(finishedOn.slice(0, 4)),
        pricePence: each,
        supplier: actual.supplier,
        supportEndsOn: years === null ? null : addDays(addMonths(finishedOn, Math.round(years * 12)), -1),
        warrantyEndsOn: null,
        ...byKindOf(kind, record, edition),
      },
    };
  });
  const gone = rows.map((row): RegisterFact => ({
    kind: 'change',
    id: `gone-${row.id}`,
    register: 'equipment',
    itemId: row.id,
    title: `What went: ${row.name}${row.quantity > 1 ? ` (${row.quantity})` : ''}`,
    values: { disposedOn: finishedOn },
  }));
  return [...added, ...gone];
}

/** What the standards ask of new equipment of a kind: what it was bought for. To be checked against the delivery note. */
function byKindOf(kind: Equipment['kind'], record: SchoolRecord, edition: Edition): Record<string, unknown> {
  const asked = (fact: string): number | null => {
    const requirement = edition.requirements.find((one) => one.fact === fact);
    return requirement === undefined ? null : thresholdFor(record, requirement.threshold);
  };
  if (kind === 'access-point') {
    const wifi = asked('access-points-generation') ?? 6;
    return { wifiGeneration: wifi === 6.5 ? '6E' : String(wifi), wpa3: true, centrallyManaged: true };
  }
  if (kind === 'access-switch' || kind === 'core-switch') {
    const ports = asked('switches-port-speed') ?? 1000;
    const uplink = kind === 'access-switch' ? { uplinkMbps: 10_000 } : { onUps: null };
    return { portSpeedMbps: ports, centrallyManaged: true, lockedAway: null, ...uplink };
  }
  if (kind === 'server') return { onUps: null, lockedAway: null };
  return {};
}

function lineFacts({ record, actual, finishedOn }: FactsInput, offered: OfferedOption): RegisterFact[] {
  const line = LINES[offered.need.template.id];
  if (line === undefined || offered.template.kind === 'do') return [];
  const technology = line.technology(offered.template.id);
  const mains = record.connections.filter(({ role }) => role === 'main');
  const [main] = mains;
  const values = { technology, downMbps: null, upMbps: null, supplier: actual.supplier, installedOn: finishedOn };
  if (line.role === 'main' && main !== undefined && mains.length === 1) {
    return [
      {
        kind: 'change',
        id: `line-${main.id}`,
        register: 'connection',
        itemId: main.id,
        title: `The line is now: ${main.name}`,
        contractField: 'contractId',
        values,
      },
    ];
  }
  const backup = line.role === 'backup' ? { automaticFailover: true, separateRoute: null } : {};
  return [
    {
      kind: 'add',
      id: 'new-line',
      register: 'connection',
      itemId: null,
      title: 'The new line',
      contractField: 'contractId',
      values: { name: actual.name, role: line.role, ...values, ...backup },
    },
  ];
}

function systemFacts({ actual }: FactsInput, { template, need }: OfferedOption): RegisterFact[] {
  if (!RUNS_ELSEWHERE.has(template.kind)) return [];
  return need.systems
    .filter(({ kind, hosting }) => template.movesSystems.includes(kind) && hosting === 'on-site')
    .map((system) => ({
      kind: 'change',
      id: `moved-${system.id}`,
      register: 'system',
      itemId: system.id,
      title: `Where it runs now: ${system.name}`,
      contractField: 'contractId',
      values: { hosting: 'cloud', supplier: actual.supplier ?? system.supplier, equipmentId: null },
    }));
}

/** Questions that the item answers and the registers do not, one for each question. */
function answerFacts({ record, edition, finishedOn }: FactsInput, { template }: OfferedOption): AnswerFact[] {
  const status = statusOn(record, edition, finishedOn);
  const now = new Map(status.requirements.map((one) => [one.requirementId, onDay(one.intervals, finishedOn)]));
  const meant = edition.requirements.filter(({ id, question }) => {
    if (question === null || !template.satisfies.includes(id)) return false;
    const result = now.get(id);
    const isSettled = result?.result === 'met' || result?.result === 'not-applicable';
    return !isSettled && result?.grounds !== 'fact';
  });
  const byQuestion = Map.groupBy(meant, ({ question }) => question?.id ?? '');
  return [...byQuestion].flatMap(([questionId, requirements]): AnswerFact[] => {
    const question = edition.questions.find(({ id }) => id === questionId);
    const choice = question === undefined ? undefined : bestChoice(question.choices, requirements, edition, questionId);
    if (question === undefined || choice === undefined) return [];
    return [
      {
        kind: 'answer',
        id: `answer-${questionId}`,
        questionId,
        title: question.text,
        choices: question.choices,
        choice,
      },
    ];
  });
}

/** The choice that makes most of what was meant met, and least of what was not. */
function bestChoice(
  choices: readonly { id: string }[],
  meant: readonly Requirement[],
  edition: Edition,
  questionId: string,
): string | undefined {
  const asking = edition.requirements.filter(({ question }) => question?.id === questionId);
  const meets = (of: readonly Requirement[], choice: string) =>
    of.filter(({ question }) => question?.met.includes(choice)).length;
  const ranked = choices
    .map(({ id }) => ({ id, wanted: meets(meant, id), all: meets(asking, id) }))
    .filter(({ wanted }) => wanted > 0)
    .toSorted((a, b) => b.wanted - a.wanted || a.all - b.all);
  return ranked[0]?.id;
}

/** "A finished plan item: Network switches, 14 March 2027": where such values are from. */
export function planNote(name: string, finishedOn: PlainDate): string {
  return `A finished plan item: ${name}, ${formatDate(finishedOn)}`;
}
