/** What the pages of local rules have in common. */
import type { FastifyRequest } from 'fastify';
import { editionOf, type Library } from '../../library/index.ts';
import {
  baseOf,
  flashOf,
  NotFoundError,
  type InSchool,
  type SchoolPage,
  type WebServices,
} from '../../platform/web/index.ts';
import type { Html } from '../../ui/html.ts';
import { maySet } from './local-rules.policy.ts';
import { selectSet, type StoredSet } from './local-rules.queries.ts';
import type { Around } from './local-rules.view.ts';

export interface LocalRulesServices extends WebServices {
  library: Library;
}

export const STALE =
  'Somebody else has changed the set since you opened this page. What you typed is still here: send it again';

/** The edition is the national one: rules are written against that, not against what other rules have made of it. */
export function surroundings({ library }: LocalRulesServices, context: InSchool): Around {
  return {
    base: `${baseOf(context)}/local-rules`,
    csrf: context.csrf,
    maySet: maySet(context.role),
    edition: editionOf(library, context.school.edition),
  };
}

export function pageOf(request: FastifyRequest, context: InSchool, title: string, body: Html): SchoolPage {
  const base = baseOf(context);
  const isList = new URL(request.url, 'http://localhost').pathname === `${base}/local-rules`;
  return {
    title,
    section: 'standards',
    wide: true,
    body,
    breadcrumbs: [
      { text: 'Standards', href: `${base}/standards` },
      ...(isList ? [] : [{ text: 'Rules of your trust or authority', href: `${base}/local-rules` }]),
    ],
    flash: flashOf(request, {
      started: 'The set is there. Add its rules now',
      saved: 'Saved',
      rule: 'The rule is taken',
      removed: 'The rule is taken out',
      withdrawn: 'The set is withdrawn: it counts for no school',
      'taken-up': 'The set counts again',
      overtaken: 'Somebody else changed the set meanwhile. Nothing was done: look at it again',
      brought: 'The rules are taken',
    }),
  };
}

/** The set that the address names. @throws {NotFoundError} where there is none. */
export async function storedIn({ tx, school }: InSchool, params: unknown, forUpdate = false): Promise<StoredSet> {
  const { set: id } = params as { set: string };
  const stored = await selectSet(tx, school.organisation_id, id, forUpdate);
  if (stored === null) throw new NotFoundError();
  return stored;
}
