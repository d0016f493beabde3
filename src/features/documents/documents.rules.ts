/** Which papers are taken, and what they are called. The first bytes decide what a file is, never its name. */

/** Largest document, in bytes. The database's own check says the same. */
export const LARGEST_DOCUMENT_BYTES = 10 * 1024 * 1024;
/** Most documents of one item, and most bytes of all documents of one school. */
export const MOST_DOCUMENTS = 50;
export const MOST_SCHOOL_BYTES = 1024 * 1024 * 1024;

interface Kind {
  extension: string;
  mediaType: string;
  words: string;
  fits(bytes: Uint8Array): boolean;
}

const begins =
  (...first: number[]) =>
  (bytes: Uint8Array): boolean =>
    first.every((byte, index) => bytes[index] === byte);

/** An Office file or an OpenDocument text is a zip that names its own parts. */
const zipWith =
  (part: string) =>
  (bytes: Uint8Array): boolean =>
    begins(0x50, 0x4b)(bytes) && Buffer.from(bytes).includes(part);

const kinds: Kind[] = [
  { extension: 'pdf', mediaType: 'application/pdf', words: 'PDF', fits: begins(0x25, 0x50, 0x44, 0x46, 0x2d) },
  { extension: 'png', mediaType: 'image/png', words: 'picture', fits: begins(0x89, 0x50, 0x4e, 0x47) },
  { extension: 'jpg', mediaType: 'image/jpeg', words: 'picture', fits: begins(0xff, 0xd8, 0xff) },
  {
    extension: 'docx',
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    words: 'Word document',
    fits: zipWith('word/'),
  },
  {
    extension: 'xlsx',
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    words: 'spreadsheet',
    fits: zipWith('xl/'),
  },
  {
    extension: 'odt',
    mediaType: 'application/vnd.oasis.opendocument.text',
    words: 'text document',
    fits: zipWith('application/vnd.oasis.opendocument.text'),
  },
];

export interface TakenDocument {
  name: string;
  mediaType: string;
}

/** What a file is kept as, or why it is not and what to do about it. */
export function takeDocument(fileName: string, bytes: Uint8Array): TakenDocument | { mend: string } {
  if (bytes.length === 0) return { mend: 'The file is empty. Choose it again' };
  if (bytes.length > LARGEST_DOCUMENT_BYTES) {
    return { mend: `The file must be smaller than 10 MB. This one has ${megabytes(bytes.length)}` };
  }
  const kind = kinds.find(({ fits }) => fits(bytes));
  if (kind === undefined) {
    return { mend: 'The file must be a PDF, a picture (PNG or JPEG), or a Word, Excel or OpenDocument file' };
  }
  return { name: tidyName(fileName, kind.extension), mediaType: kind.mediaType };
}

/** "12 KB", "3.4 MB". */
export function sizeWords(bytes: number): string {
  return bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : megabytes(bytes);
}

export function kindWords(mediaType: string): string {
  return kinds.find((kind) => kind.mediaType === mediaType)?.words ?? 'file';
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** A name without folders, control characters and signs that file systems refuse, with the ending that its bytes ask for. */
function tidyName(fileName: string, extension: string): string {
  const last = fileName.normalize('NFC').split(/[\\/]/).at(-1) ?? '';
  const tidy = last
    .replace(/[\p{Cc}\p{Cf}<>:"|?*]/gu, '')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '');
  const stem = tidy.replace(/\.[A-Za-z0-9]{1,5}$/, '').slice(0, 150) || 'document';
  const ending = /\.jpe?g$/i.test(tidy) && extension === 'jpg' ? tidy.slice(tidy.lastIndexOf('.') + 1) : extension;
  return `${stem}.${ending}`;
}
