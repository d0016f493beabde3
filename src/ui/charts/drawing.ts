/**
 * What every picture is drawn with: colours, lettering with a rough measure of its width, and the SVG around it. Colours
 * stand apart for colour-blind people and in grey, and none carries a meaning alone. There is no style attribute anywhere
 * (the content security policy forbids them): presentation attributes only.
 */
import { type Html, type HtmlValue, html } from '../html.ts';

export const colours = {
  ink: '#1b2526',
  stone: '#55605f',
  line: '#cfcabf',
  faint: '#ece8dd',
  paper: '#f7f5f0',
  white: '#ffffff',
  teal: '#0b6663',
  tealLight: '#b9d8d4',
  sand: '#f0c987',
  ochre: '#8a5a12',
  brick: '#a3341f',
} as const;

export interface SvgArguments {
  /** Unique in the page. */
  id: string;
  width: number;
  height: number;
  /** How far the picture may shrink before its region scrolls: small 300 px, medium 560 px, large 860 px. */
  size: 'small' | 'medium' | 'large';
  title: string;
  /** What the picture shows, for who can't see it; the table behind it has the figures. */
  description: string;
  body: Html;
  /** True where parts of the picture are links: it is then a group, because an image has no parts. */
  hasLinks?: boolean;
}

/** The picture as an inline SVG with its name and description. */
export function svg({ id, width, height, size, title, description, body, hasLinks }: SvgArguments): Html {
  const h = Math.ceil(height);
  return html`<svg class="cairn-chart cairn-chart--${size}" viewBox="0 0 ${width} ${h}" width="${width}" height="${h}" role="${hasLinks ? 'group' : 'img'}" aria-labelledby="${id}-title ${id}-desc" font-family="'Segoe UI', Roboto, 'Helvetica Neue', 'Liberation Sans', Arial, sans-serif">
<title id="${id}-title">${title}</title>
<desc id="${id}-desc">${description}</desc>
<defs><pattern id="${id}-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="${colours.white}"/><rect width="1.5" height="6" fill="#7b8584"/></pattern></defs>
${body}
</svg>
`;
}

/** Fill of the hatching that {@link svg} defines: reads as "not known" or "committed" without any colour. */
export function hatch(id: string): string {
  return `url(#${id}-hatch)`;
}

/** A coordinate with at most one decimal. */
export function at(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Rough width of a text in Arial, in the units of the font size; errs on the wide side. */
export function textWidth(text: string, size: number, isBold = false): number {
  let ems = 0;
  for (const character of text) ems += characterWidth(character);
  return ems * size * (isBold ? 1.09 : 1.02);
}

function characterWidth(character: string): number {
  if (/[ijl.,:;'|!’‘]/.test(character)) return 0.25;
  if (/[ frtI()[\]/-]/.test(character)) return 0.34;
  if (/[mM%]/.test(character)) return 0.87;
  if (/[wWQOGD@—…]/.test(character)) return 0.8;
  if (/[A-Z&]/.test(character)) return 0.69;
  if (character.codePointAt(0)! > 0x2e80) return 1.05;
  return 0.56;
}

/** The text, cut with an ellipsis where it is wider than `width`. */
export function fitText(text: string, width: number, size: number, isBold = false): string {
  if (textWidth(text, size, isBold) <= width) return text;
  const characters = [...text];
  while (characters.length > 1 && textWidth(`${characters.join('').trimEnd()}…`, size, isBold) > width)
    characters.pop();
  return `${characters.join('').trimEnd()}…`;
}

/** The text in at most `lines` lines no wider than `width`, the last one cut where need be. */
export function wrapText(text: string, width: number, size: number, lines = 2, isBold = false): string[] {
  const out: string[] = [];
  let current = '';
  const words = text.split(/\s+/).filter(Boolean);
  for (const [index, word] of words.entries()) {
    const longer = current === '' ? word : `${current} ${word}`;
    if (current === '' || textWidth(longer, size, isBold) <= width) {
      current = longer;
    } else if (out.length === lines - 1) {
      current = [current, ...words.slice(index)].join(' ');
      break;
    } else {
      out.push(fitText(current, width, size, isBold));
      current = word;
    }
  }
  out.push(fitText(current, width, size, isBold));
  return out;
}

export interface LetteringOptions {
  size?: number;
  anchor?: 'start' | 'middle' | 'end';
  bold?: boolean;
  fill?: string;
  /** The whole text, where what is drawn was cut. */
  full?: string;
  /** Clear of lines that run behind it. */
  halo?: boolean;
  /** Underlined as a link. */
  isLink?: boolean;
}

/** One line of text; `y` is its base line. */
export function lettering(text: string, x: number, y: number, options: LetteringOptions = {}): Html {
  const { size = 14, anchor = 'start', bold = false, fill = colours.ink, full, halo = false, isLink = false } = options;
  return html`<text x="${at(x)}" y="${at(y)}" font-size="${size}" fill="${fill}"${anchor !== 'start' && html` text-anchor="${anchor}"`}${bold && html` font-weight="600"`}${halo && html` paint-order="stroke" stroke="${colours.white}" stroke-width="4" stroke-linejoin="round"`}${isLink && html` class="cairn-chart__link"`}>${full !== undefined && full !== text && html`<title>${full}</title>`}${text}</text>
`;
}

/** Several lines of text, 1.25 of the size apart; `y` is the first base line. */
export function paragraph(lines: readonly string[], x: number, y: number, options: LetteringOptions = {}): Html {
  const { size = 14 } = options;
  return html`${lines.map((line, index) => lettering(line, x, y + index * size * 1.25, options))}`;
}

export interface BoxOptions {
  fill?: string;
  stroke?: string;
  radius?: number;
  dash?: string;
  /** Shown when pointed at. */
  title?: string;
}

/** A rectangle; widths and heights below nought count as nought. */
export function box(x: number, y: number, width: number, height: number, options: BoxOptions = {}): Html {
  const { fill = 'none', stroke, radius, dash, title } = options;
  const shape = html`<rect x="${at(x)}" y="${at(y)}" width="${at(Math.max(0, width))}" height="${at(Math.max(0, height))}" fill="${fill}"${stroke !== undefined && html` stroke="${stroke}"`}${radius !== undefined && html` rx="${radius}"`}${dash !== undefined && html` stroke-dasharray="${dash}"`}`;
  return title === undefined
    ? html`${shape}/>
`
    : html`${shape}><title>${title}</title></rect>
`;
}

export interface RuleOptions {
  stroke?: string;
  width?: number;
  dash?: string;
}

/** A straight line. */
export function rule(x1: number, y1: number, x2: number, y2: number, options: RuleOptions = {}): Html {
  const { stroke = colours.line, width = 1, dash } = options;
  return html`<line x1="${at(x1)}" y1="${at(y1)}" x2="${at(x2)}" y2="${at(y2)}" stroke="${stroke}" stroke-width="${width}"${dash !== undefined && html` stroke-dasharray="${dash}"`}/>
`;
}

/** A diamond around a point. */
export function diamond(x: number, y: number, radius: number, fill: string, stroke: string = fill): Html {
  return html`<path d="M${at(x)} ${at(y - radius)}L${at(x + radius)} ${at(y)}L${at(x)} ${at(y + radius)}L${at(x - radius)} ${at(y)}Z" fill="${fill}" stroke="${stroke}" stroke-width="1.5"/>
`;
}

/** A closed padlock, 10 by 13, its top left corner at the point. */
export function padlock(x: number, y: number, fill: string): Html {
  return html`<path d="M${at(x)} ${at(y + 5.5)}h10v7.5h-10z" fill="${fill}"/><path d="M${at(x + 2)} ${at(y + 6)}v-2.5a3 3 0 0 1 6 0v2.5" fill="none" stroke="${fill}" stroke-width="1.5"/>
`;
}

/** Marks with their meanings in a row, wrapped to the width. Gives the drawing and its height. */
export function legend(
  entries: readonly { mark: (x: number, y: number) => HtmlValue; markWidth: number; words: string }[],
  x: number,
  y: number,
  width: number,
): { drawing: Html; height: number } {
  const size = 13;
  let left = x;
  let top = y;
  const parts = entries.map(({ mark, markWidth, words }) => {
    const whole = markWidth + 7 + textWidth(words, size) + 22;
    if (left > x && left + whole > x + width) {
      left = x;
      top += 22;
    }
    const part = html`${mark(left, top)}${lettering(words, left + markWidth + 7, top + 4.5, { size, fill: colours.stone })}`;
    left += whole;
    return part;
  });
  return { drawing: html`<g aria-hidden="true">${parts}</g>`, height: entries.length === 0 ? 0 : top - y + 22 };
}

/** "£0", "£950", "£12.3k", "£1.2m": short enough to stand on a bar. `pence` is rounded. */
export function shortPounds(pence: number): string {
  const sign = pence < 0 ? '−' : '';
  const pounds = Math.abs(pence) / 100;
  if (pounds < 1000 && Math.round(pounds) < 1000) return `${pounds < 0.5 ? '' : sign}£${Math.round(pounds)}`;
  if (pounds < 999_500) return `${sign}£${shortNumber(pounds / 1000)}k`;
  if (pounds < 999_500_000) return `${sign}£${shortNumber(pounds / 1e6)}m`;
  return `${sign}£${shortNumber(pounds / 1e9)}bn`;
}

function shortNumber(value: number): string {
  return value >= 100 ? String(Math.round(value)) : String(Math.round(value * 10) / 10);
}
