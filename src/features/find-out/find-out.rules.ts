/**
 * What has to be found out, from whom, and by when. "Not sure" is a good answer: each makes a task, and the tasks of one person
 * go out in one letter. Pure.
 */
import { addDays, type PlainDate } from '../../domain/dates.ts';
import type { Answer } from '../../domain/record.ts';
import { schoolDay } from '../../domain/school-days.ts';
import type { SchoolCalendar } from '../../domain/terms.ts';
import type { Edition, Question } from '../../library/index.ts';

/** The choice that every question has. */
export const NOT_SURE = 'not-sure';

/** How long somebody has to find out, unless the school says otherwise. Our own choice: near three weeks of a term. */
export const DAYS_TO_FIND_OUT = 14;

/** Days looked at when school days are counted: past a summer, and not for ever. */
const MOST_DAYS = 366;

export type TaskState = 'open' | 'done' | 'dropped';

/** What the school says of a task. */
export interface TaskContent {
  ownerName: string | null;
  ownerEmail: string | null;
  dueOn: PlainDate;
  note: string | null;
}

export interface FindOutTask extends TaskContent {
  questionId: string;
  /** Who can usually answer: "IT support with the estates team". */
  askedRole: string;
  state: TaskState;
  /** 0 where it follows from an answer that came with a file, and nobody has said anything of it yet. */
  version: number;
}

/** A task with its question; null where the edition no longer asks it. */
export interface AskedTask {
  task: FindOutTask;
  question: Question;
}

/** The tasks that one person, or one role, can answer. */
export interface TaskGroup {
  /** Who is asked, as a heading: "Sam Example" or "IT support". */
  who: string;
  ownerName: string | null;
  ownerEmail: string | null;
  tasks: AskedTask[];
}

/** The day that is `count` school days after `from`; a working day of which no term says whether the school is open counts. */
export function schoolDaysAfter(from: PlainDate, count: number, calendar: SchoolCalendar): PlainDate {
  let left = count;
  let day = from;
  for (let looked = 0; left > 0 && looked < MOST_DAYS; looked += 1) {
    day = addDays(day, 1);
    const kind = schoolDay(day, calendar);
    if (kind === 'open' || kind === 'unknown') left -= 1;
  }
  return day;
}

/** When a question that was answered with "not sure" on a day should be found out. */
export function dueAfter(answeredOn: PlainDate, calendar: SchoolCalendar): PlainDate {
  return schoolDaysAfter(answeredOn, DAYS_TO_FIND_OUT, calendar);
}

/** What becomes of a question's task when an answer is given: made, opened again, closed, or left as it is (null). */
export function stateAfterAnswer(before: TaskState | null, choice: string): TaskState | null {
  if (choice === NOT_SURE) return before === 'open' ? null : 'open';
  return before === 'open' ? 'done' : null;
}

/**
 * All tasks: those that are stored, and one for each "not sure" that came with a file, which nobody has been asked about yet.
 * In the order in which questions are asked. Tasks whose question the edition does not ask are left out.
 */
export function allTasks(
  stored: readonly FindOutTask[],
  answers: readonly Answer[],
  edition: Edition,
  calendar: SchoolCalendar,
): AskedTask[] {
  const byQuestion = new Map(stored.map((task) => [task.questionId, task]));
  const unsure = new Map(answers.filter(({ choice }) => choice === NOT_SURE).map((one) => [one.questionId, one]));
  return edition.questions.flatMap((question) => {
    const answer = unsure.get(question.id);
    const task =
      byQuestion.get(question.id) ?? (answer === undefined ? null : taskOf(question, answer.answeredOn, calendar));
    return task === null ? [] : [{ task, question }];
  });
}

/** A task as it begins. */
export function taskOf(
  question: Pick<Question, 'id' | 'asks'>,
  answeredOn: PlainDate,
  calendar: SchoolCalendar,
): FindOutTask {
  return {
    questionId: question.id,
    askedRole: question.asks,
    ownerName: null,
    ownerEmail: null,
    dueOn: dueAfter(answeredOn, calendar),
    note: null,
    state: 'open',
    version: 0,
  };
}

/**
 * Open tasks by who is to be asked: a person where one is named, else the role that leads the answer ("IT support" for "IT
 * support with the estates team"), so that one letter goes to each. The soonest due first.
 */
export function taskGroups(tasks: readonly AskedTask[]): TaskGroup[] {
  const open = tasks.filter(({ task }) => task.state === 'open');
  const byPerson = Map.groupBy(open, ({ task }) => whoKey(task));
  return [...byPerson.values()]
    .map((own) => {
      const [first] = own;
      const { ownerName = null, ownerEmail = null, askedRole = '' } = first?.task ?? {};
      return { who: whoIsAsked({ ownerName, ownerEmail, askedRole }), ownerName, ownerEmail, tasks: own };
    })
    .toSorted((a, b) => (dueOf(a) < dueOf(b) ? -1 : dueOf(a) > dueOf(b) ? 1 : 0));
}

/** The group that a question's task stands in; null where there is no open one. */
export function groupWith(groups: readonly TaskGroup[], questionId: string): TaskGroup | null {
  return groups.find(({ tasks }) => tasks.some(({ task }) => task.questionId === questionId)) ?? null;
}

/** The first day on which anything of the group is due. */
export function dueOf({ tasks }: Pick<TaskGroup, 'tasks'>): PlainDate {
  return tasks.map(({ task }) => task.dueOn).reduce((a, b) => (a < b ? a : b));
}

/** Who is asked, in words: a person, an address, or the role that leads the answer. */
export function whoIsAsked(task: Pick<FindOutTask, 'ownerName' | 'ownerEmail' | 'askedRole'>): string {
  return task.ownerName ?? task.ownerEmail ?? leadRole(task.askedRole);
}

/** Whoever leads the answer: "IT support" for "IT support or the broadband supplier". */
export function leadRole(asks: string): string {
  return asks.split(/,? (?:with|or) /, 1)[0] ?? asks;
}

/** An e-mail address names a person best; a name by itself may be written in more than one way. */
function whoKey({ ownerName, ownerEmail, askedRole }: FindOutTask): string {
  if (ownerEmail !== null) return `mail ${ownerEmail.toLowerCase()}`;
  if (ownerName !== null) return `name ${ownerName.trim().replaceAll(/\s+/g, ' ').toLowerCase()}`;
  return `role ${leadRole(askedRole)}`;
}
