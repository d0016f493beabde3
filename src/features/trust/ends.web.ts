/** The page on which contracts of one kind are brought to one end. */
import type { FastifyInstance } from 'fastify';
import { isUnread, readCount } from '../../domain/reading/index.ts';
import { bestCommonEnd, commonEnd, daysToLookAt, type EndingContract } from '../../needs/index.ts';
import type { FieldError } from '../../ui/forms/index.ts';
import { contractFields } from '../contracts/index.ts';
import { readRecord } from '../schools/index.ts';
import { endsBody } from './ends.view.ts';
import { inTrust, showTrustPage, trustBase, type InTrust, type TrustServices } from './trust.page.ts';
import { listTrustSchools } from './trust.queries.ts';

/** Where nothing is typed: a guess for people to put their own figure in place of. */
const USUAL_PERCENT = '10';

export function endsRoutes(app: FastifyInstance, services: TrustServices): void {
  const { clock } = services;

  app.get('/organisations/:organisation/ends', (request, reply) =>
    inTrust(services, request, async (context) => {
      const asked = request.query as Record<string, unknown>;
      const textOf = (name: string, usual: string) => {
        const value = asked[name];
        return typeof value === 'string' && value.trim() !== '' ? value.trim() : usual;
      };
      const asAt = clock.today();
      const all = await runningContracts(context, asAt);
      const types = sharedTypes(all);
      const typed = {
        type: textOf('type', types[0]?.value ?? ''),
        date: textOf('date', ''),
        premium: textOf('premium', USUAL_PERCENT),
        saving: textOf('saving', USUAL_PERCENT),
      };
      const errors: FieldError[] = [];
      const percent = (field: 'premium' | 'saving'): number => {
        const read = readCount(typed[field]);
        if (!isUnread(read) && read.value !== null && read.value <= 100) return read.value;
        errors.push({ field, message: 'Per cent must be a whole number from 0 to 100' });
        return Number(USUAL_PERCENT);
      };
      const terms = { asAt, premiumPercent: percent('premium'), savingPercent: percent('saving') };
      const contracts = all.filter(({ contract }) => contract.type === typed.type);
      const days = daysToLookAt(contracts, asAt).map((day) => commonEnd(contracts, day, terms));
      const best = bestCommonEnd(contracts, terms);
      const chosen = days.find(({ endsOn }) => endsOn === typed.date) ?? best ?? days[0] ?? null;
      const shown = errors.length > 0 || contracts.length === 0 ? null : chosen;
      const body = endsBody({ base: trustBase(context), asAt, types, typed, errors, best, shown, days });
      return showTrustPage(request, reply, context, { title: 'Let contracts end on one day', body, errors });
    }),
  );
}

/** The contracts of all the organisation's schools that still run. */
async function runningContracts({ tx, organisation }: InTrust, asAt: string): Promise<EndingContract[]> {
  const found: EndingContract[] = [];
  for (const { id, name } of await listTrustSchools(tx, organisation.id)) {
    const { contracts, limits } = await readRecord(tx, id, asAt);
    for (const contract of contracts)
      if (contract.endedOn === null || contract.endedOn >= asAt)
        found.push({ school: name, contract, calendar: limits });
  }
  return found;
}

/** Kinds of contract that more than one school has. */
function sharedTypes(all: readonly EndingContract[]): { value: string; label: string }[] {
  const choices = contractFields.find(({ name }) => name === 'type')?.choices ?? [];
  return choices.flatMap(({ value, label }) => {
    const schools = new Set(all.filter(({ contract }) => contract.type === value).map(({ school }) => school));
    return schools.size > 1 ? [{ value, label }] : [];
  });
}
