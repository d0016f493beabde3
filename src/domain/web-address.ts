/** Addresses that people type and others will follow. */

/**
 * True for an address that is safe to offer as a link: http or https, with a host, without a name and password in it, and
 * without spaces or control characters that would make it look like another.
 */
export function isWebAddress(text: string): boolean {
  // eslint-disable-next-line no-control-regex
  if (!/^https?:\/\/[^\s\u0000-\u001f\u007f<>"\\^`{|}]+$/i.test(text)) return false;
  const url = URL.parse(text);
  return (
    url !== null &&
    (url.protocol === 'https:' || url.protocol === 'http:') &&
    url.hostname !== '' &&
    url.username === '' &&
    url.password === ''
  );
}
