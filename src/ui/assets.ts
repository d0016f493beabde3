/**
 * Addresses of the files that pages need. The content's hash is part of the address, so browsers may keep a file for
 * ever and still get the new one after an update. The web server serves {@link assetFolder} under `/assets/`.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The folder to serve under `/assets/`: every file in it is public. */
export const assetFolder = fileURLToPath(new URL('./assets/', import.meta.url));

export type AssetName = 'cairn.css' | 'enhance.js' | 'govuk-frontend.min.js' | 'favicon.svg';

const urls = new Map<AssetName, string>();

/** `/assets/cairn.css?v=1f0c2d3e4b`. */
export function assetUrl(name: AssetName): string {
  let url = urls.get(name);
  if (url === undefined) {
    const hash = createHash('sha256')
      .update(readFileSync(`${assetFolder}${name}`))
      .digest('hex')
      .slice(0, 10);
    url = `/assets/${name}?v=${hash}`;
    urls.set(name, url);
  }
  return url;
}
