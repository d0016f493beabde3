/** Forms with files: read whole into memory within bounds, so that handlers see one plain body for both kinds of form. */
import multipart from '@fastify/multipart';
import type { FastifyInstance } from 'fastify';

/** A file that came with a form. */
export interface UploadedFile {
  fileName: string;
  mediaType: string;
  bytes: Buffer;
}

/** Largest file that a form may carry. A register of 2,000 contracts is about 1 MB. */
export const LARGEST_UPLOAD_BYTES = 20 * 1024 * 1024;

/** Reads multipart bodies into `{ field: text, file: UploadedFile }`; an empty file input is left out. */
export async function readFileForms(app: FastifyInstance): Promise<void> {
  await app.register(multipart, {
    limits: { fileSize: LARGEST_UPLOAD_BYTES, files: 2, fields: 500, fieldSize: 1024 * 1024, parts: 502 },
  });
  app.addHook('preValidation', async (request) => {
    if (!request.isMultipart()) return;
    const body: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
    for await (const part of request.parts()) {
      if (part.type === 'field') addField(body, part.fieldname, String(part.value));
      else {
        const bytes = await part.toBuffer();
        if (part.filename !== '' || bytes.length > 0) {
          body[part.fieldname] = { fileName: part.filename, mediaType: part.mimetype, bytes } satisfies UploadedFile;
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
