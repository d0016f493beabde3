/** A page of the standards section around a body, and how a request's parts are read. */
import type { FastifyReply } from 'fastify';
import type { Library } from '../../library/index.ts';
import type { InSchool, WebServices } from '../../platform/web/index.ts';
import type { FieldError } from '../../ui/forms/index.ts';
import type { Html } from '../../ui/html.ts';
import { page, type Breadcrumb, type Flash } from '../../ui/layout.ts';
import type { SchoolScope } from './answers.queries.ts';

export interface StandardsServices extends WebServices {
  library: Library;
}

export interface StandardsPage {
  title: string;
  body: Html;
  breadcrumbs?: readonly Breadcrumb[];
  errors?: readonly FieldError[];
  flash?: Flash | undefined;
  wide?: boolean;
  status?: number;
}

export function showPage(reply: FastifyReply, { school, person, csrf }: InSchool, shown: StandardsPage): string {
  const { status = 200, ...content } = shown;
  return reply.html(
    page({
      person,
      csrf,
      school: { key: school.key, name: school.name, isExample: school.is_example },
      section: 'standards',
      ...content,
    }),
    status,
  );
}

/** `/schools/<key>` */
export function baseOf({ school }: InSchool): string {
  return `/schools/${encodeURIComponent(school.key)}`;
}

export function placeOf({ school }: InSchool): SchoolScope {
  return { organisationId: school.organisation_id, schoolId: school.id };
}
