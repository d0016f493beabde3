/** What a school's pages have in common, so that a feature says only what is its own. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Flash, page, type PageContent } from '../../ui/layout.ts';
import type { SchoolScope } from '../database/index.ts';
import type { InSchool } from './in-school.ts';
import { forgetFindings } from './saves.ts';

export interface SchoolPage extends Omit<PageContent, 'person' | 'csrf' | 'school'> {
  /** 422 where there are errors, else 200, unless given. */
  status?: number | undefined;
}

/** The school of a request, as queries name it. */
export function scopeOf({ school }: Pick<InSchool, 'school'>): SchoolScope {
  return { organisationId: school.organisation_id, schoolId: school.id };
}

/** `/schools/<key>`, where all of a school's addresses begin. */
export function baseOf({ school }: Pick<InSchool, 'school'>): string {
  return `/schools/${encodeURIComponent(school.key)}`;
}

/** The page as a whole document. */
export function schoolPage({ school, person, csrf, notice }: InSchool, content: Omit<SchoolPage, 'status'>): string {
  const shown = { key: school.key, name: school.name, isExample: school.is_example };
  return page({ person, csrf, school: shown, notice, ...content });
}

/** Answers with the page. */
export function showSchoolPage(reply: FastifyReply, context: InSchool, { status, ...content }: SchoolPage): string {
  const hasErrors = (content.errors?.length ?? 0) > 0;
  if (context.notice !== undefined) forgetFindings(reply);
  return reply.html(schoolPage(context, content), status ?? (hasErrors ? 422 : 200));
}

/** The message that a redirect's `?done=` asks for, out of those that the page has. */
export function flashOf(request: FastifyRequest, words: Readonly<Record<string, string>>): Flash | undefined {
  const { done } = request.query as { done?: unknown };
  const text = typeof done === 'string' && Object.hasOwn(words, done) ? words[done] : undefined;
  return text === undefined ? undefined : { text };
}
