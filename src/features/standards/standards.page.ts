/** A page of the standards section around a body, and how a request's parts are read. */
import type { FastifyReply } from 'fastify';
import type { Library } from '../../library/index.ts';
import { type InSchool, type SchoolPage, showSchoolPage, type WebServices } from '../../platform/web/index.ts';

export interface StandardsServices extends WebServices {
  library: Library;
}

/** Answers with a page of the section. */
export function showPage(reply: FastifyReply, context: InSchool, content: Omit<SchoolPage, 'section'>): string {
  return showSchoolPage(reply, context, { section: 'standards', ...content });
}
