/** What answering together needs of the house. */
import type { Library } from '../../library/index.ts';
import type { WebServices } from '../../platform/web/index.ts';

export interface AskingServices extends WebServices {
  library: Library;
}
