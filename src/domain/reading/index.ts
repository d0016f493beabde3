/** Readers of written values. See {@link ./reading.ts} for what they promise. */
export { isPlaceholder, isUnread, tidyText, unread, type Reading, type Unread } from './reading.ts';
export { readDate } from './dates.ts';
export { readMoney } from './money.ts';
export { readCount, readMonths, readNotice, readYesNo, type NoticePeriod } from './counts.ts';
export { readSpeed, type Speed } from './speeds.ts';
export { readSerialNumber, readText } from './texts.ts';
export { readYear } from './years.ts';
