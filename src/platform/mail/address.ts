/** What may stand in a mail's headers. */

/** The longest address that mail can carry (RFC 5321). */
const LONGEST_ADDRESS = 254;
const ADDRESS =
  /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$/;

/** True for one plain address, like office@school.example: nothing that could become a second one or another header. */
export function isMailAddress(text: string): boolean {
  return text.length <= LONGEST_ADDRESS && ADDRESS.test(text) && !text.includes('..');
}

/** A sender: an address, or a name with the address in angle brackets. */
export function isSender(text: string): boolean {
  const named = /^([^<>"\\,;:@\p{Cc}]{1,100}) <([^<>]+)>$/u.exec(text);
  return isMailAddress(named?.[2] ?? text);
}

/** One line of a header: whatever would begin another line, or is no letter at all, becomes a space. */
export function headerLine(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()
    .slice(0, 200);
}
