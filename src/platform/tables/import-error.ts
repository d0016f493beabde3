/** A file that cannot be imported as it is: what is wrong and how to mend it, in words for the person who chose it. */

export type ImportErrorCode =
  | 'file-empty'
  | 'file-missing'
  | 'file-too-large'
  | 'file-not-text'
  | 'file-not-what-its-name-says'
  | 'file-kind-not-read'
  | 'workbook-locked'
  | 'workbook-broken'
  | 'workbook-too-large'
  | 'sheet-missing'
  | 'quotes-broken'
  | 'no-header'
  | 'too-many-rows'
  | 'cell-too-long'
  | 'not-gias'
  | 'not-a-calendar';

export class ImportError extends Error {
  override readonly name = 'ImportError';
  readonly code: ImportErrorCode;
  /** What to do about it, as a sentence. */
  readonly howToMend: string;

  constructor(code: ImportErrorCode, message: string, howToMend: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.howToMend = howToMend;
  }
}
