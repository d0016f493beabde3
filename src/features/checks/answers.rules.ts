/** Checks of answers: against the registers, and against the days until which they and their evidence hold. Pure. */
import { addDays, formatDate, type PlainDate } from '../../domain/dates.ts';
import { isInUse } from '../../domain/in-use.ts';
import type { Answer, SchoolRecord } from '../../domain/record.ts';
import { supportEndOn, type KnownEquipment } from '../../library/known-equipment.ts';
import type { Edition, Question, Requirement } from '../../library/index.ts';
import { onDay, type FactLink, type SchoolStatus, type StatusInterval } from '../../status/index.ts';
import { itemPath, namesOf, questionPath, type Because, type Check } from './check.ts';

/** So many facts stand behind one check; what they say is on the question's page in full. */
const MOST_FACTS = 6;

/** What a choice says that the school has none of. */
const NONE_OF: Readonly<Record<string, { kind: SchoolRecord['equipment'][number]['kind']; words: string }>> = {
  'no-servers': { kind: 'server', words: 'servers' },
};

interface Disagreement {
  requirement: Requirement;
  now: StatusInterval;
}

export function answerChecks(record: SchoolRecord, edition: Edition, status: SchoolStatus, today: PlainDate): Check[] {
  return [
    ...againstRegisters(record, edition, status, today),
    ...noneOfThem(record, edition, today),
    ...runOut(record, edition, today),
  ];
}

function againstRegisters(record: SchoolRecord, edition: Edition, status: SchoolStatus, today: PlainDate): Check[] {
  const requirements = new Map(edition.requirements.map((requirement) => [requirement.id, requirement]));
  const questions = new Map(edition.questions.map((question) => [question.id, question]));
  const disagreements = status.requirements.flatMap(({ requirementId, intervals }): Disagreement[] => {
    const requirement = requirements.get(requirementId);
    const now = onDay(intervals, today);
    return requirement !== undefined && now?.contradiction === true ? [{ requirement, now }] : [];
  });
  const byQuestion = Map.groupBy(disagreements, ({ requirement }) => requirement.question?.id ?? '');
  return [...byQuestion].flatMap(([questionId, lines]) => {
    const question = questions.get(questionId);
    if (question === undefined) return [];
    const claimed = lines.filter(({ now }) => now.answer?.says === 'met');
    if (claimed.length > 0) return claimedCheck(record, question, claimed, today);
    // A choice speaks of several requirements at once: which of them it says no to, only a question about one tells.
    const asked = edition.requirements.filter((requirement) => requirement.question?.id === questionId);
    return asked.length === 1 ? deniedCheck(question, lines) : [];
  });
}

/** The answer says met; the registers say not. Where a device is past its support, that is what to look at first. */
function claimedCheck(
  record: SchoolRecord,
  question: Question,
  lines: readonly Disagreement[],
  today: PlainDate,
): Check[] {
  const [first] = lines;
  const answer = first?.now.answer;
  if (first === undefined || !answer) return [];
  const links = lines.flatMap(({ now }) => now.chain);
  const devices = unsupportedIn(record, links, today);
  const [device] = devices;
  const said = `The answer to “${question.text}” is “${answer.label}”`;
  const because = [...reasonsOf(lines), ...becauseOf(links)].slice(0, MOST_FACTS + 1);
  if (device !== undefined) {
    const names = namesOf(devices.map(({ item }) => item.name));
    const many = devices.length > 1 || device.item.quantity > 1;
    return [
      {
        id: `unsupported:${question.id}`,
        kind: 'unsupported',
        sentence: `${said}, but ${names} ${many ? 'are' : 'is'} past the end of ${many ? 'their' : 'its'} support.`,
        because,
        fix: { path: itemPath('equipment', device.item.id), words: `Look at ${device.item.name}` },
        since: laterOf(addDays(device.end, 1), answer.answeredOn),
      },
    ];
  }
  return [
    {
      id: `contradiction:${question.id}`,
      kind: 'contradiction',
      sentence: `${said}, but the registers say otherwise.`,
      because,
      fix: { path: questionPath(question.id), words: 'Answer the question again' },
      since: null,
    },
  ];
}

function deniedCheck(question: Question, lines: readonly Disagreement[]): Check[] {
  const answer = lines[0]?.now.answer;
  if (!answer) return [];
  return [
    {
      id: `denied:${question.id}`,
      kind: 'denied',
      sentence: `The answer to “${question.text}” is “${answer.label}”, but the registers say that it is met.`,
      because: [...reasonsOf(lines), ...becauseOf(lines.flatMap(({ now }) => now.chain))].slice(0, MOST_FACTS + 1),
      fix: { path: questionPath(question.id), words: 'Answer the question again' },
      since: null,
    },
  ];
}

function unsupportedIn(
  record: SchoolRecord,
  links: readonly FactLink[],
  today: PlainDate,
): { item: KnownEquipment; end: PlainDate }[] {
  const named = new Set(links.flatMap(({ target }) => (target.kind === 'equipment' ? [target.id] : [])));
  return record.equipment
    .filter((item) => named.has(item.id) && isInUse(item, today))
    .flatMap((item: KnownEquipment) => {
      const end = supportEndOn(item)?.value ?? null;
      return end !== null && end < today ? [{ item, end }] : [];
    })
    .toSorted((a, b) => (a.end < b.end ? -1 : 1));
}

function reasonsOf(lines: readonly Disagreement[]): Because[] {
  const reasons = [...new Set(lines.map(({ now }) => now.reason))];
  return reasons.map((text) => ({ text, path: null }));
}

function becauseOf(links: readonly FactLink[]): Because[] {
  const seen = new Map<string, Because>();
  for (const { target, name, field, value } of links) {
    const path = target.kind === 'register' ? `/${target.id}` : itemPath(target.kind, target.id);
    const text = target.kind === 'register' ? `${name}: ${value}` : `${name}: ${field}: ${value}`;
    if (!seen.has(text)) seen.set(text, { text, path });
  }
  return [...seen.values()];
}

/** "We have no servers" beside a server in use. */
function noneOfThem(record: SchoolRecord, edition: Edition, today: PlainDate): Check[] {
  const questions = new Map(edition.questions.map((question) => [question.id, question]));
  return Object.entries(NONE_OF).flatMap(([choiceId, { kind, words }]): Check[] => {
    const said = record.answers.flatMap((answer) => {
      const question = questions.get(answer.questionId);
      const choice = question?.choices.find(({ id }) => id === choiceId);
      const counts = answer.holdsUntil === null || answer.holdsUntil >= today;
      return question && choice && answer.choice === choiceId && counts ? [{ question, choice, answer }] : [];
    });
    const there = record.equipment.filter((item) => item.kind === kind && isInUse(item, today));
    const [first] = said;
    const [item] = there;
    if (first === undefined || item === undefined) return [];
    return [
      {
        id: `${choiceId}:answers`,
        kind: 'no-servers',
        sentence: `The answer to “${first.question.text}” is “${first.choice.label}”, but ${namesOf(there.map(({ name }) => name))} ${there.length > 1 || item.quantity > 1 ? 'are' : 'is'} in the register as ${words} in use.`,
        because: [
          ...there.map(({ id, name }): Because => ({ text: `${name} is in use`, path: itemPath('equipment', id) })),
          ...said.map(({ question, answer }): Because => ({
            text: `“${question.text}”, answered on ${formatDate(answer.answeredOn)}`,
            path: questionPath(question.id),
          })),
        ].slice(0, MOST_FACTS),
        fix: { path: questionPath(first.question.id), words: 'Answer the question again' },
        since: null,
      },
    ];
  });
}

/** Evidence that has expired and is not followed by other evidence, and answers past the last day that they were said to hold. */
function runOut(record: SchoolRecord, edition: Edition, today: PlainDate): Check[] {
  const questions = new Map(edition.questions.map((question) => [question.id, question]));
  const requirements = new Map(edition.requirements.map((requirement) => [requirement.id, requirement]));
  const subjectOf = (one: SchoolRecord['evidence'][number]) => one.questionId ?? one.requirementId ?? '';
  const current = new Set(
    record.evidence.filter(({ expiresOn }) => expiresOn === null || expiresOn >= today).map(subjectOf),
  );
  const bySubject = Map.groupBy(
    record.evidence.filter((one) => !current.has(subjectOf(one))),
    subjectOf,
  );
  const expired = [...bySubject.values()].flatMap((all): Check[] => {
    // What expired last is what was relied on.
    const last = all.toSorted((a, b) => ((a.expiresOn ?? '') > (b.expiresOn ?? '') ? -1 : 1))[0];
    if (last?.expiresOn == null) return [];
    const question = questions.get(last.questionId ?? '');
    const requirement = requirements.get(last.requirementId ?? '');
    const about = question?.text ?? requirement?.text;
    // Kept from another edition: nothing here asks for it.
    if (about === undefined) return [];
    const path = question
      ? questionPath(question.id)
      : `/standards/${encodeURIComponent(requirement?.standardId ?? '')}`;
    return [
      {
        id: `evidence-expired:${last.id}`,
        kind: 'evidence-expired',
        sentence: `The evidence “${last.title}” expired on ${formatDate(last.expiresOn)}, and nothing newer shows the same.`,
        because: [{ text: `It is kept for: ${about}`, path }],
        fix: { path, words: 'Add newer evidence, or answer again' },
        since: addDays(last.expiresOn, 1),
      },
    ];
  });
  const lapsed = record.answers.flatMap((answer) => lapsedCheck(answer, questions.get(answer.questionId), today));
  return [...expired, ...lapsed];
}

function lapsedCheck(
  { choice, holdsUntil, answeredOn }: Answer,
  question: Question | undefined,
  today: PlainDate,
): Check[] {
  if (question === undefined || holdsUntil === null || holdsUntil >= today || choice === 'not-sure') return [];
  const label = question.choices.find(({ id }) => id === choice)?.label ?? choice;
  return [
    {
      id: `answer-lapsed:${question.id}`,
      kind: 'answer-lapsed',
      sentence: `The answer to “${question.text}” held until ${formatDate(holdsUntil)} and has lapsed since.`,
      because: [{ text: `“${label}”, answered on ${formatDate(answeredOn)}`, path: questionPath(question.id) }],
      fix: { path: questionPath(question.id), words: 'Answer the question again' },
      since: addDays(holdsUntil, 1),
    },
  ];
}

function laterOf(a: PlainDate, b: PlainDate): PlainDate {
  return a > b ? a : b;
}
