/** Routes of one rule: choose, fill in, see what it would change, take it; change it; take it out. */
import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { LocalRule, LocalRuleSet } from '../../domain/local-rules.ts';
import { localRuleFaults, usableRules } from '../../library/index.ts';
import {
  baseOf,
  InputError,
  inSchool,
  NotFoundError,
  showSchoolPage,
  type InSchool,
} from '../../platform/web/index.ts';
import type { FieldError } from '../../ui/forms/index.ts';
import { textQuery, versionIn } from '../registers/index.ts';
import { effectsOf } from './effects.ts';
import { changeSet } from './local-rules.commands.ts';
import { pageOf, STALE, storedIn, surroundings, type LocalRulesServices } from './local-rules.page.ts';
import { toSet } from './local-rules.policy.ts';
import type { StoredSet } from './local-rules.queries.ts';
import { kindWords } from './local-rules.words.ts';
import {
  fieldOfFault,
  kinds,
  readRule,
  standardOfRule,
  subjectOf,
  typedForNew,
  typedOf,
  type Kind,
  type RuleSubject,
} from './rule-form.rules.ts';
import { chooseBody, ruleFormBody, rulePreviewBody } from './rule-form.view.ts';

export function rulePages(app: FastifyInstance, services: LocalRulesServices): void {
  const { clock, library } = services;

  app.get('/schools/:key/local-rules/:set/rule', (request, reply) =>
    inSchool(services, request, toSet, async (context) => {
      const stored = await storedIn(context, request.params);
      const around = surroundings(services, context);
      const query = textQuery(request);
      const kind = kindIn(query['kind']);
      const subject = subjectOf(around.edition, query['standard'] ?? '');
      const address = addressOf(context, stored);
      const body =
        kind === null || subject === null
          ? chooseBody(around, address)
          : formFor(context, stored, { kind, subject, present: null, typed: typedForNew(kind), errors: [] });
      return showSchoolPage(reply, context, pageOf(request, context, 'Add a rule', body));
    }),
  );

  app.post('/schools/:key/local-rules/:set/rule', (request, reply) =>
    inSchool(services, request, toSet, (context) => take(request, reply, context, null)),
  );

  app.get('/schools/:key/local-rules/:set/rules/:rule', (request, reply) =>
    inSchool(services, request, toSet, async (context) => {
      const stored = await storedIn(context, request.params);
      const present = ruleIn(stored, request.params);
      const subject = subjectFor(context, present);
      const content = { kind: present.kind, subject, present, typed: typedOf(present), errors: [] };
      return showSchoolPage(
        reply,
        context,
        pageOf(request, context, 'Change the rule', formFor(context, stored, content)),
      );
    }),
  );

  app.post('/schools/:key/local-rules/:set/rules/:rule', (request, reply) =>
    inSchool(services, request, toSet, async (context) => {
      const { rule } = request.params as { rule: string };
      return take(request, reply, context, rule);
    }),
  );

  app.post('/schools/:key/local-rules/:set/rules/:rule/remove', (request, reply) =>
    inSchool(services, request, toSet, async (context) => {
      const stored = await storedIn(context, request.params, true);
      const { rule: id } = request.params as { rule: string };
      const rules = stored.set.rules.filter((rule) => rule.id !== id);
      // Where it is gone already, the form was sent twice.
      if (rules.length < stored.set.rules.length) await save(context, stored, { ...stored.set, rules });
      return reply.seeOther(`${addressOf(context, stored)}?done=removed`);
    }),
  );

  /** Reads the form of a rule, and shows what it would change, or takes it. */
  async function take(request: FastifyRequest, reply: FastifyReply, context: InSchool, ruleId: string | null) {
    const body = (request.body ?? {}) as Record<string, unknown>;
    const stored = await storedIn(context, request.params, true);
    const present = ruleId === null ? null : ruleIn(stored, request.params);
    const around = surroundings(services, context);
    const kind = present?.kind ?? kindIn(body['kind']);
    const subject =
      present === null ? subjectOf(around.edition, textOf(body['standard'])) : subjectFor(context, present);
    if (kind === null || subject === null) {
      throw new InputError('Go back and choose a standard and what the rule does.');
    }
    const id = present?.id ?? `r-${randomBytes(4).toString('hex')}`;
    const { rule, typed, errors } = readRule(kind, id, subject, body, present);
    const title = present === null ? kindWords[kind] : 'Change the rule';
    const refuse = (found: FieldError[], status = 422) => {
      const form = formFor(context, stored, { kind, subject, present, typed, errors: found });
      return showSchoolPage(reply, context, { ...pageOf(request, context, title, form), errors: found, status });
    };
    if (rule === null) return refuse(errors);
    const next = withRule(stored.set, rule, clock.today());
    const faults = localRuleFaults(next, around.edition, usableRules(library)).filter((one) => one.ruleId === rule.id);
    if (faults.length > 0)
      return refuse(faults.map(({ message }) => ({ field: fieldOfFault(rule, message), message })));
    if (versionIn(body) !== stored.version) return refuse([{ field: fieldOfFault(rule, ''), message: STALE }], 409);
    const setAddress = addressOf(context, stored);
    if (body['step'] === 'save') {
      await save(context, stored, next);
      return reply.seeOther(`${setAddress}?done=rule`);
    }
    const effects = await effectsOf(services, context, next.id, next);
    const action = present === null ? `${setAddress}/rule` : ruleAddress(setAddress, present.id);
    const { version } = stored;
    const isNew = present === null;
    const preview = rulePreviewBody(around, {
      kind,
      subject,
      action,
      setAddress,
      isNew,
      version,
      typed,
      rule,
      effects,
    });
    return showSchoolPage(reply, context, pageOf(request, context, 'What the rule would change', preview));
  }

  async function save({ tx, school, person }: InSchool, stored: StoredSet, next: LocalRuleSet): Promise<void> {
    const setting = { tx, organisationId: school.organisation_id, personId: person.id, at: clock.now() };
    await changeSet(setting, stored, { ...next, asAt: clock.today() });
  }

  function formFor(
    context: InSchool,
    stored: StoredSet,
    given: {
      kind: Kind;
      subject: RuleSubject;
      present: LocalRule | null;
      typed: Record<string, string>;
      errors: FieldError[];
    },
  ) {
    const setAddress = addressOf(context, stored);
    const { present, ...content } = given;
    const action = present === null ? `${setAddress}/rule` : ruleAddress(setAddress, present.id);
    return ruleFormBody(surroundings(services, context), {
      ...content,
      action,
      setAddress,
      isNew: present === null,
      version: stored.version,
      keeps: keptWords(present),
    });
  }

  /** What a rule is about. @throws {InputError} where the school's edition has nothing of it any more. */
  function subjectFor(context: InSchool, rule: LocalRule): RuleSubject {
    const { edition } = surroundings(services, context);
    const subject = subjectOf(edition, standardOfRule(rule, edition) ?? '');
    if (subject === null) {
      throw new InputError(
        'The edition of the standards that this school uses has nothing of what the rule is about. Take the rule out, or bring in a file that names something else.',
      );
    }
    return subject;
  }
}

/** The set with the rule in the place of the one of that id, or last. */
function withRule(set: LocalRuleSet, rule: LocalRule, today: string): LocalRuleSet {
  const isThere = set.rules.some(({ id }) => id === rule.id);
  const rules = isThere ? set.rules.map((one) => (one.id === rule.id ? rule : one)) : [...set.rules, rule];
  return { ...set, asAt: today, rules };
}

function keptWords(rule: LocalRule | null): string | null {
  if (rule?.kind === 'tighten' && Object.keys(rule.threshold?.byPhase ?? {}).length > 0)
    return 'This rule names numbers by kind of school, which only a file can change. They stay as they are.';
  if (rule?.kind === 'add' && (rule.fact !== null || rule.threshold !== null || rule.trigger !== 'now'))
    return 'This rule says how the registers answer it, or when it counts, which only a file can change. That stays as it is.';
  return null;
}

function kindIn(value: unknown): Kind | null {
  return kinds.find((kind) => kind === value) ?? null;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function ruleIn({ set }: StoredSet, params: unknown): LocalRule {
  const { rule: id } = params as { rule: string };
  const rule = set.rules.find((one) => one.id === id);
  if (rule === undefined) throw new NotFoundError();
  return rule;
}

function addressOf(context: InSchool, { set }: StoredSet): string {
  return `${baseOf(context)}/local-rules/${encodeURIComponent(set.id)}`;
}

function ruleAddress(setAddress: string, id: string): string {
  return `${setAddress}/rules/${encodeURIComponent(id)}`;
}
