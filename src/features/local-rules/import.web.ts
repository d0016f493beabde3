/** Routes of bringing in a set of rules as a file. */
import type { FastifyInstance } from 'fastify';
import { readLocalRules, usableRules } from '../../library/index.ts';
import { inSchool, isUploadedFile, showSchoolPage } from '../../platform/web/index.ts';
import { versionIn } from '../registers/index.ts';
import { effectsOf } from './effects.ts';
import { importBody, importPreviewBody, type ImportContent } from './import.view.ts';
import { addSet, changeSet } from './local-rules.commands.ts';
import { pageOf, STALE, surroundings, type LocalRulesServices } from './local-rules.page.ts';
import { toSet } from './local-rules.policy.ts';
import { selectSet } from './local-rules.queries.ts';
import { RESERVED } from './set-form.rules.ts';

const TITLE = 'Bring in a file of rules';
/** 200 rules of a few lines each are far below this. */
const LONGEST_TEXT = 500_000;

export function importPages(app: FastifyInstance, services: LocalRulesServices): void {
  const { library, clock } = services;

  app.get('/schools/:key/local-rules/import', (request, reply) =>
    inSchool(services, request, toSet, async (context) => {
      const body = importBody(surroundings(services, context), { pasted: '', errors: [], faults: [] });
      return showSchoolPage(reply, context, pageOf(request, context, TITLE, body));
    }),
  );

  app.post('/schools/:key/local-rules/import', (request, reply) =>
    inSchool(services, request, toSet, async (context) => {
      const sent = (request.body ?? {}) as Record<string, unknown>;
      const around = surroundings(services, context);
      const { name, text } = textIn(sent);
      const refuse = (content: Omit<ImportContent, 'pasted'>, status = 422) => {
        const body = importBody(around, { pasted: text, ...content });
        return showSchoolPage(reply, context, {
          ...pageOf(request, context, TITLE, body),
          errors: [...content.errors],
          status,
        });
      };
      const complain = (message: string, status?: number) =>
        refuse({ errors: [{ field: 'file', message }], faults: [] }, status);
      if (text.trim() === '') return complain('Choose a file, or paste its text');
      if (text.length > LONGEST_TEXT) return complain('The file is too long to be a set of rules');
      const { set, faults } = readLocalRules(name, text, around.edition, usableRules(library));
      if (set === null || faults.length > 0) {
        const lines = faults.map(({ line, message }) => `Line ${line}: ${message}`);
        return refuse({ errors: [{ field: 'file', message: 'The file cannot be taken as it is' }], faults: lines });
      }
      if (RESERVED.has(set.id)) return complain(`A set cannot have the id ${set.id}: give it another`);
      const there = await selectSet(context.tx, context.school.organisation_id, set.id, true);
      const version = there?.version ?? null;
      if (sent['step'] !== 'save') {
        const effects = await effectsOf(services, context, set.id, set);
        const body = importPreviewBody(around, { set, text, version, effects });
        return showSchoolPage(reply, context, pageOf(request, context, `What ${set.name} would change`, body));
      }
      if (versionIn(sent) !== (version ?? 0)) return complain(STALE, 409);
      const { tx, school, person } = context;
      const setting = { tx, organisationId: school.organisation_id, personId: person.id, at: clock.now() };
      // What is brought in counts, though an earlier set of that id was withdrawn.
      if (there === null) await addSet(setting, set);
      else await changeSet(setting, there, set, null);
      return reply.seeOther(`${around.base}/${encodeURIComponent(set.id)}?done=brought`);
    }),
  );
}

/** The file where there is one, else what was pasted. */
function textIn(sent: Record<string, unknown>): { name: string; text: string } {
  const file = sent['file'];
  if (isUploadedFile(file) && file.bytes.length > 0) return { name: file.fileName, text: file.bytes.toString('utf8') };
  const pasted = sent['pasted'];
  return { name: 'pasted text', text: typeof pasted === 'string' ? pasted : '' };
}
