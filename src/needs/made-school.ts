/** Small schools and libraries for the tests of this room. */
import { parse } from 'yaml';
import { equipmentKinds, recordSchema, type SchoolRecord } from '../domain/record.ts';
import { lifecycleFileSchema, lifecyclesOf } from '../library/lifecycle-file.ts';
import type { Edition, Library } from '../library/library.ts';
import { needsFileSchema, needsOf } from '../library/read-needs.ts';

const own = { title: 'Made', url: '', asAt: '2026-11-01', licence: 'MIT', confidence: 'derived' };

/** A catalogue that knows no product, only that everything is kept for five years. */
export const madeLifecycles = lifecyclesOf(
  lifecycleFileSchema.parse({
    sources: { own },
    products: equipmentKinds.map((kind) => {
      return {
        id: `kind-${kind}`,
        title: kind,
        kinds: [kind],
        refreshLife: { years: 5, source: 'own' },
        source: 'own',
      };
    }),
  }),
);

/** An edition that asks for nothing, so that only what a test gives raises a need. */
export const emptyEdition: Edition = {
  id: 'empty',
  title: 'Nothing asked',
  asAt: '2026-09-16',
  categories: [],
  standards: [],
  requirements: [],
  questions: [],
  lifecycles: madeLifecycles,
  rules: new Map(),
};

/** A record with what the test gives and nothing else. */
export function madeRecord(parts: Record<string, unknown>, school: Record<string, unknown> = {}): SchoolRecord {
  return recordSchema.parse({
    format: 'cairn.school/1',
    asAt: '2026-11-24',
    edition: 'empty',
    school: { key: 'x', name: 'Made school', phase: 'primary', pupils: 300, governance: 'maintained', ...school },
    ...parts,
  });
}

/** A library whose needs are written as YAML; the source is there already, as `own`. */
export function madeLibrary(needs: string): Library {
  const source = 'sources: { own: { title: Made, url: "", asAt: 2026-11-01, licence: MIT, confidence: derived } }\n';
  return {
    editions: [emptyEdition],
    needs: needsOf(needsFileSchema.parse(parse(source + needs))),
    changes: [],
    frameworks: [],
    terms: [],
    presets: [],
    lifecycles: madeLifecycles,
  };
}

/** One need about phone contracts with the given lines for its first option; the second costs nothing and ends nothing. */
export function phoneLibrary(optionLines: string[]): Library {
  return madeLibrary(`needs:
  - id: phones
    name: Phones
    group: systems
    contractTypes: [phones]
    each: contract
    keeps: { text: Chosen afresh, weight: 2 }
    doNothing: It rolls on.
    options:
      - id: change
        name: Change
        kind: switch-supplier
        summary: Change it.
        heading: E20A
        endsContractTypes: [phones]
        source: own
${optionLines.map((line) => `        ${line}`).join('\n')}
      - { id: leave, name: Leave, kind: do, summary: Leave it., heading: E20A, source: own }
`);
}
