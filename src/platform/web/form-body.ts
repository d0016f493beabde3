/** Forms with files: read whole into memory within bounds, so that handlers see one plain body for both kinds of form. */
import multipart from '@fastify/multipart';
import type { FastifyInstance } from 'fastify';

/** A file that came with a form. */
export interface UploadedFile {
  fileName: string;
  mediaType: string;
  bytes: Buffer;
  /** It was larger than {@link LARGEST_UPLOAD_BYTES}, and `bytes` is empty. Only for routes that ask to be told. */
  isTooLarge?: true;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route says itself what to do about a file that is too large, in place of a page that only refuses it. */
    isToldTooLarge?: boolean;
  }
}

/** Largest file that a form may carry. A register of 2,000 contracts is about 1 MB. */
export const LARGEST_UPLOAD_BYTES = 20 * 1024 * 1024;

/** Reads multipart bodies into `{ field: text, file: UploadedFile }`; an empty file input is left out. */
export async function readFileForms(app: FastifyInstance): Promise<void> {
  await app.register(multipart, {
    throwFileSizeLimit: false,
    limits: { fileSize: LARGEST_UPLOAD_BYTES, files: 2, fields: 500, fieldSize: 1024 * 1024, parts: 502 },
  });
  app.addHook('preValidation', async (request) => {
    if (!request.isMultipart()) return;
    const body: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
    for await (const part of request.parts()) {
      if (part.type === 'field') addField(body, part.fieldname, String(part.value));
      else {
        const bytes = await part.toBuffer();
        const file = { fileName: part.filename, mediaType: part.mimetype };
        if (part.file.truncated) {
          if (!request.routeOptions.config.isToldTooLarge) throw new app.multipartErrors.RequestFileTooLargeError();
          body[part.fieldname] = { ...file, bytes: Buffer.alloc(0), isTooLarge: true } satisfies UploadedFile;
        } else if (part.filename !== '' || bytes.length > 0) {
          body[part.fieldname] = { ...file, bytes } satisfies UploadedFile;
        }
      }
    }
    request.body = body;
  });
}

/** True where a form's value is a file. */
export function isUploadedFile(value: unknown): value is UploadedFile {
  return typeof value === 'object' && value !== null && Buffer.isBuffer((value as UploadedFile).bytes);
}

/** A name sent twice becomes a list, as in forms without files. */
function addField(body: Record<string, unknown>, name: string, value: string): void {
  const before = body[name];
  if (before === undefined) body[name] = value;
  else if (Array.isArray(before)) before.push(value);
  else body[name] = [before, value];
}
