/** Our own texts by the page they are read on, for {@link ./reading-age.ts} to measure. Titles of sources are not ours. */
import type { Edition, Library } from '../src/library/index.ts';
import { STAND_IN } from './reading-age.ts';

/** What somebody reads at a stretch. */
export interface Text {
  /** Where it is: "2026-09 standard cyber-4". */
  name: string;
  blocks: string[];
}

/** Every standard, question, need, framework, term and so on of the library. */
export function libraryTexts(library: Library): Text[] {
  return [
    ...library.editions.flatMap(editionTexts),
    ...library.changes.map(({ to, changed }) => ({ name: `${to} changes`, blocks: changed.map(({ what }) => what) })),
    ...library.frameworks.map(({ id, note, appliesTo, requirements, mappings }) => ({
      name: `framework ${id}`,
      blocks: [
        note,
        appliesTo,
        ...requirements.flatMap(({ text, evidence }) => [text, evidence]),
        ...mappings.flatMap(({ unmapped }) => unmapped.map(({ why }) => why)),
      ],
    })),
    ...library.needs.map(({ id, doNothing, keeps, deadline, options }) => ({
      name: `need ${id}`,
      blocks: [doNothing, keeps?.text ?? '', deadline?.note ?? '', ...options.map(({ summary }) => summary)],
    })),
    ...library.terms.map(({ id, meaning }) => ({ name: `term ${id}`, blocks: [meaning] })),
    ...library.presets.map(({ id, entries }) => ({ name: `preset ${id}`, blocks: entries.map(({ doubt }) => doubt) })),
    {
      name: 'catalogue',
      blocks: library.lifecycles.flatMap(({ note, doubt, price }) => [note ?? '', doubt ?? '', price?.why ?? '']),
    },
  ];
}

function editionTexts({ id, categories, standards, requirements, questions }: Edition): Text[] {
  return [
    ...standards.map((standard) => ({
      name: `${id} standard ${standard.id}`,
      blocks: [
        standard.asks,
        standard.why,
        categories.find((category) => category.id === standard.categoryId)?.dueNote ?? '',
        ...requirements
          .filter(({ standardId }) => standardId === standard.id)
          .flatMap(({ text, evidence }) => [text, evidence]),
      ],
    })),
    ...questions.map((question) => ({
      name: `${id} question ${question.id}`,
      blocks: [question.text, question.hint, ...question.choices.map(({ label }) => label)],
    })),
  ];
}

/** The running text of a document in Markdown: no code, tables, addresses or headings. */
export function documentText(name: string, markdown: string): Text {
  const prose = markdown
    .replaceAll(/^```[^]*?^```$/gm, '')
    .replaceAll(/^(?:\||#|!\[|<).*$/gm, '')
    .replaceAll(/\]\([^)]*\)/g, ']')
    .replaceAll(/`[^`]*`/g, STAND_IN)
    .replaceAll(/[*[\]]/g, '');
  return {
    name,
    blocks: prose.split(/\n\s*\n|\n(?=\s*(?:-|\d+\.) )/).map((block) => block.replace(/^\s*(?:-|\d+\.) /, '')),
  };
}
