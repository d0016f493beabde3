/** Routes of the questions: the list, one at a time, saving, clearing, and the check of all answers. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { termsIn, type Question } from '../../library/index.ts';
import { baseOf, inSchool, NotFoundError, scopeOf, type InSchool } from '../../platform/web/index.ts';
import { toAskInOrder } from '../../status/index.ts';
import type { FieldError } from '../../ui/forms/index.ts';
import type { Flash } from '../../ui/layout.ts';
import { readEvidence } from '../evidence/index.ts';
import { listItemChanges, textQuery } from '../registers/index.ts';
import { readRecord } from '../schools/index.ts';
import { clearAnswer, saveAnswer, type Answering } from './answers.commands.ts';
import { listAnswers, selectAnswer } from './answers.queries.ts';
import { documentError, knownTexts, parseAnswer, type TypedAnswer } from './answers.rules.ts';
import { questionBody } from './question.view.ts';
import { nextAfterAnswer, nextAfterSkip, placeInCategory, questionGroups } from './questions.rules.ts';
import { areaCheckBody, areaOfCheck, fromAreaCheck } from './area-check.view.ts';
import { areaAddress } from './area.view.ts';
import { checkBody, questionsBody, type QuestionsContent } from './questions.view.ts';
import { questionAddress, standardAddress } from './standards.marks.view.ts';
import { showPage, type StandardsServices } from './standards.page.ts';
import { mayAnswer, toAnswer, toSee } from './standards.policy.ts';
import { outlookOf, standardLines, type Outlook } from './standards.rules.ts';
import { countQuestions } from './standing.rules.ts';

export function questionPages(app: FastifyInstance, services: StandardsServices): void {
  const { clock, library } = services;
  const address = '/schools/:key/questions/:question';

  app.get('/schools/:key/questions', (request, reply) =>
    inSchool(services, request, toSee, async (context) => {
      const body = questionsBody(await contentOf(context));
      return showPage(reply, context, { title: 'Questions', body, breadcrumbs: [standardsCrumb(context)] });
    }),
  );

  app.get('/schools/:key/standards/check', (request, reply) =>
    inSchool(services, request, toSee, async (context) => {
      const body = checkBody(await contentOf(context));
      const done = textQuery(request)['done'] === 'answered';
      return showPage(reply, context, {
        title: 'Check your answers',
        body,
        breadcrumbs: [standardsCrumb(context)],
        flash: done ? { text: 'Answer saved' } : undefined,
      });
    }),
  );

  app.get('/schools/:key/standards/area/:area/check', (request, reply) =>
    inSchool(services, request, toSee, async (context) => {
      const { area } = request.params as { area: string };
      const content = await contentOf(context);
      const group = content.groups.find(({ category }) => category.id === area);
      if (group === undefined) throw new NotFoundError();
      const base = baseOf(context);
      const body = areaCheckBody(content, group);
      const done = textQuery(request)['done'] === 'answered';
      return showPage(reply, context, {
        title: `Check your answers: ${group.category.name}`,
        body,
        breadcrumbs: [standardsCrumb(context), { text: group.category.name, href: areaAddress(base, area) }],
        flash: done ? { text: 'Answer saved' } : undefined,
      });
    }),
  );

  app.get(address, (request, reply) =>
    inSchool(services, request, toSee, async (context) => {
      const query = textQuery(request);
      const asked = await askedOf(request, context);
      const saved: Record<string, string> = { cleared: 'Answer cleared', evidence: 'Evidence saved' };
      const text = saved[query['done'] ?? ''];
      const flash = text === undefined ? undefined : { text };
      return showQuestion(reply, context, asked, { from: query['from'] ?? '', flash });
    }),
  );

  app.post(address, (request, reply) =>
    inSchool(services, request, toAnswer, async (context) => {
      const asked = await askedOf(request, context);
      const given = parseAnswer(asked.question, request.body, clock.today());
      const { typed, from } = given;
      const { record, today } = asked.outlook;
      const own = record.evidence.filter(({ questionId }) => questionId === asked.question.id);
      const noDocument = documentError(given.basis, own, today);
      const errors = noDocument === null ? given.errors : [...given.errors, noDocument];
      if (given.choice === null || errors.length > 0) {
        return showQuestion(reply, context, asked, { from, typed, errors, version: given.version, status: 422 });
      }
      const { choice, note, basis, by, answeredOn, holdsUntil } = given;
      const answer = { choice, note, basis, by, answeredOn, holdsUntil };
      const result = await saveAnswer(answeringOf(context), asked.question, given.version, answer);
      if (result.outcome === 'stale') {
        return showQuestion(reply, context, asked, { from, typed, isStale: true, status: 409 });
      }
      return reply.seeOther(afterAnswer(context, await outlookFor(context), asked.question.id, from));
    }),
  );

  app.post(`${address}/clear`, (request, reply) =>
    inSchool(services, request, toAnswer, async (context) => {
      const asked = await askedOf(request, context);
      const { version, from } = parseAnswer(asked.question, request.body, clock.today());
      const result = await clearAnswer(answeringOf(context), asked.question, version);
      if (result.outcome === 'stale') {
        return showQuestion(reply, context, asked, { from, isStale: true, status: 409 });
      }
      const page = questionAddress(baseOf(context), asked.question.id, from);
      return reply.seeOther(`${page}${page.includes('?') ? '&' : '?'}done=cleared`);
    }),
  );

  interface Asked {
    question: Question;
    outlook: Outlook;
  }

  /** How a question's page is shown, beside the question itself. */
  interface Showing {
    from: string;
    flash?: Flash | undefined;
    typed?: TypedAnswer;
    errors?: readonly FieldError[];
    /** The version that the form was opened with, where it is to be kept. */
    version?: number;
    isStale?: boolean;
    status?: number;
  }

  async function outlookFor(context: InSchool): Promise<Outlook> {
    const today = clock.today();
    return outlookOf(await readRecord(context.tx, context.school.id, today), library, today);
  }

  async function askedOf(request: FastifyRequest, context: InSchool): Promise<Asked> {
    const { question: id } = request.params as { question: string };
    const outlook = await outlookFor(context);
    const question = outlook.edition.questions.find((one) => one.id === id);
    if (question === undefined) throw new NotFoundError();
    return { question, outlook };
  }

  function answeringOf(context: InSchool): Answering {
    const { tx, person } = context;
    const by = { personId: person.id, personName: person.name };
    return { tx, scope: scopeOf(context), ...by, now: clock.now(), today: clock.today() };
  }

  async function contentOf(context: InSchool): Promise<QuestionsContent> {
    const { edition, questions } = await outlookFor(context);
    const answers = await listAnswers(context.tx, scopeOf(context));
    return {
      base: baseOf(context),
      schoolName: context.school.name,
      mayAnswer: mayAnswer(context.role),
      groups: questionGroups(edition, questions),
      states: questions,
      counts: countQuestions(questions.filter(({ isCore }) => isCore)),
      others: countQuestions(questions.filter(({ isCore }) => !isCore)),
      answers: new Map(answers.map((answer) => [answer.questionId, answer])),
      nextQuestionId: toAskInOrder(questions).find(({ isCore }) => isCore)?.question.id ?? null,
    };
  }

  async function showQuestion(
    reply: FastifyReply,
    context: InSchool,
    { question, outlook }: Asked,
    showing: Showing,
  ): Promise<string> {
    const base = baseOf(context);
    const { edition, questions } = outlook;
    const { errors = [], status = 200, flash, typed = null, isStale = false } = showing;
    const answer = await selectAnswer(context.tx, scopeOf(context), question.id);
    const showEvidence = await readEvidence(context, outlook.today);
    const lapse = questions.find((state) => state.question.id === question.id)?.lapse ?? null;
    const from = cameFrom(outlook, showing.from);
    const next = nextAfterSkip(questions, question.id);
    const onwards = next === null ? `${base}/standards/check` : questionAddress(base, next);
    const back = from === '' ? `${base}/questions` : backTo(base, from);
    const body = questionBody({
      base,
      csrf: context.csrf,
      mayAnswer: mayAnswer(context.role),
      question,
      categoryName: edition.categories.find(({ id }) => id === question.categoryId)?.name ?? '',
      place: placeInCategory(questions, question.id),
      answer,
      lapse,
      known: knownTexts(edition, question.id, answer, lapse !== null, outlook.today),
      evidence: showEvidence(
        { questionId: question.id, requirementId: null },
        question.text,
        `questions/${question.id}`,
      ),
      version: showing.version ?? answer?.version ?? 0,
      decides: standardLines(outlook)
        .flatMap(({ requirements }) => requirements)
        .filter(({ requirement }) => requirement.question?.id === question.id),
      terms: termsIn([question.text, question.hint, ...question.choices.map(({ label }) => label)], library.terms),
      changes: await listItemChanges(context.tx, scopeOf(context), 'answer', question.id),
      from,
      skipTo: from === '' && (answer === null || lapse !== null) ? onwards : back,
      errors,
      typed,
      isStale,
    });
    return showPage(reply, context, {
      title: question.text,
      body,
      breadcrumbs: [standardsCrumb(context), { text: 'Questions', href: `${base}/questions` }],
      errors,
      flash,
      status,
    });
  }
}

function standardsCrumb(context: InSchool) {
  return { text: 'Standards', href: `${baseOf(context)}/standards` };
}

/** Back to where the person came from, else on to the next question, else to the check of all answers. */
function afterAnswer(context: InSchool, outlook: Outlook, questionId: string, given: string): string {
  const base = baseOf(context);
  const from = cameFrom(outlook, given);
  if (from !== '') return `${backTo(base, from)}?done=answered`;
  const next = nextAfterAnswer(outlook.questions, questionId);
  return next === null ? `${base}/standards/check` : questionAddress(base, next);
}

/** Only places that are ours: the check, that of one area, or a standard of the edition. */
function cameFrom({ edition }: Outlook, given: string): string {
  const isOurs =
    given === 'check' ||
    edition.standards.some(({ id }) => id === given) ||
    edition.categories.some(({ id }) => fromAreaCheck(id) === given);
  return isOurs ? given : '';
}

function backTo(base: string, from: string): string {
  if (from === 'check') return `${base}/standards/check`;
  const area = areaOfCheck(from);
  return area === null ? standardAddress(base, from) : `${areaAddress(base, area)}/check`;
}
