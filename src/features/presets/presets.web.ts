/** Routes of the typical school: see it, put its guesses in, take them out, say that some are right. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Library } from '../../library/library.ts';
import {
  baseOf,
  inSchool,
  mayDo,
  NotFoundError,
  scopeOf,
  showSchoolPage,
  type InSchool,
  type WebServices,
} from '../../platform/web/index.ts';
import { form } from '../../ui/forms/index.ts';
import { html } from '../../ui/html.ts';
import type { Flash } from '../../ui/layout.ts';
import { acting, count, idIn, itemOf, listItems, textQuery, type Register } from '../registers/index.ts';
import { readRecord } from '../schools/index.ts';
import { confirmGuesses, putGuessesIn, takeGuessesOut } from './presets.commands.ts';
import { choosePreset, doubledIn, offerOf, remainingGuesses } from './presets.rules.ts';
import { guessesBody, offerBody } from './presets.view.ts';
import { hasPlan } from './presets.queries.ts';

export interface PresetsServices extends WebServices {
  library: Library;
}

export function presetsRoutes(app: FastifyInstance, services: PresetsServices, registers: readonly Register[]): void {
  const { clock, library } = services;
  const read = ({ tx, school }: InSchool) => readRecord(tx, school.id, clock.today());

  app.get('/schools/:key/typical', (request, reply) =>
    inSchool(services, request, 'read', async (context) => {
      const query = textQuery(request);
      const record = await read(context);
      const remaining = remainingGuesses(record);
      const place = { base: baseOf(context), csrf: context.csrf, mayEdit: mayDo(context.role, 'edit'), registers };
      if (remaining.guesses.length > 0 && query['preset'] === undefined && query['look'] === undefined) {
        const hasBudgets = record.limits.budgets.length > 0;
        const content = { ...place, remaining, hasBudgets, hasPlan: await hasPlan(context.tx, scopeOf(context)) };
        const title = 'Guesses from a typical school';
        return showSchoolPage(reply, context, { title, body: guessesBody(content), flash: flashFor(context, query) });
      }
      const { presets } = library;
      const preset = choosePreset(presets, record, query['preset']);
      const offer = preset && offerOf(preset, record, clock.today());
      const { phase, pupils } = record.school;
      const body = offerBody({ ...place, phase, pupils, presets, offer });
      const title = 'Start from a typical school';
      return showSchoolPage(reply, context, { title, body, wide: true, flash: flashFor(context, query) });
    }),
  );

  app.post('/schools/:key/typical', (request, reply) =>
    inSchool(services, request, 'edit', async (context) => {
      const asked = textOf(request, 'preset');
      const preset = library.presets.find(({ id }) => id === asked);
      if (preset === undefined) throw new NotFoundError();
      const added = await putGuessesIn(
        acting(services, context),
        registers,
        () => read(context),
        (record) => offerOf(preset, record, clock.today()).items,
      );
      return reply.seeOther(`${baseOf(context)}/typical?put-in=${added}`);
    }),
  );

  app.post('/schools/:key/typical/undo', (request, reply) =>
    inSchool(services, request, 'edit', async (context) => {
      const { removed, stayed } = await takeGuessesOut(acting(services, context), registers, () => read(context));
      return reply.seeOther(`${baseOf(context)}/typical?taken-out=${removed}&stayed=${stayed}`);
    }),
  );

  app.post('/schools/:key/typical/doubled', (request, reply) =>
    inSchool(services, request, 'edit', async (context) => {
      const { removed } = await takeGuessesOut(acting(services, context), registers, () => read(context), doubledIn);
      return reply.seeOther(`${baseOf(context)}/typical?taken-out=${removed}`);
    }),
  );

  app.post('/schools/:key/typical/:register/right', (request, reply) =>
    inSchool(services, request, 'edit', async (context) => {
      const register = registerIn(request, registers);
      const items = await listItems(context.tx, scopeOf(context), register);
      const guessed = items.filter(({ sources }) => Object.values(sources).some(({ from }) => from === 'assumed'));
      const id = await confirmGuesses(acting(services, context), register, guessed);
      return reply.seeOther(`${baseOf(context)}/${register.path}/bulk/${encodeURIComponent(id)}`);
    }),
  );

  app.post('/schools/:key/typical/:register/:id/right', (request, reply) =>
    inSchool(services, request, 'edit', async (context) => {
      const register = registerIn(request, registers);
      const item = await itemOf(context, register, request);
      const version = Number(textOf(request, 'version'));
      await confirmGuesses(acting(services, context), register, [{ id: item.id, version }]);
      return reply.seeOther(`${baseOf(context)}/${register.path}/${encodeURIComponent(idIn(request))}?done=changed`);
    }),
  );
}

/** @throws {NotFoundError} where the address names no register. */
function registerIn(request: FastifyRequest, registers: readonly Register[]): Register {
  const { register: path } = request.params as { register: string };
  const found = registers.find((register) => register.path === path);
  if (found === undefined) throw new NotFoundError();
  return found;
}

function textOf(request: FastifyRequest, name: string): string {
  const value = ((request.body ?? {}) as Record<string, unknown>)[name];
  return typeof value === 'string' ? value : '';
}

function flashFor(context: InSchool, query: Record<string, string>): Flash | undefined {
  const number = (name: string) => (/^\d{1,4}$/.test(query[name] ?? '') ? Number(query[name]) : null);
  const added = number('put-in');
  if (added !== null) {
    const text = `${count(added, 'item')} put in, all of ${added === 1 ? 'it' : 'them'} marked as guessed.`;
    if (!mayDo(context.role, 'edit') || added === 0) return { text };
    const body = html`<button class="cairn-link-button" type="submit">Undo: take them out again</button>`;
    const action = `${baseOf(context)}/typical/undo`;
    return { text, detail: form({ action, csrf: context.csrf, classes: 'cairn-inline', body }) };
  }
  const removed = number('taken-out');
  if (removed === null) return undefined;
  const stayed = number('stayed') ?? 0;
  const rest =
    stayed === 0 ? '' : ` ${count(stayed, 'item')} of which something is your own ${stayed === 1 ? 'stays' : 'stay'}.`;
  return { text: `${count(removed, 'guessed item')} taken out.${rest}` };
}
