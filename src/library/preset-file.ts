/**
 * The files `library/presets/*.yaml`: their shape, what must hold in them, and the typical schools made from them.
 *
 * A file holds `sources`, the `presets` that share its entries, and the entries by register. An entry is in every preset of
 * its file, or `only` in those named. Money is whole pounds.
 */
import { z } from 'zod';
import type { RegisterName } from '../domain/guesses.ts';
import {
  connectionSchema,
  connectionTechnologies,
  contractSchema,
  contractTypes,
  equipmentKinds,
  equipmentSchema,
  phases,
  systemKinds,
  systemSchema,
} from '../domain/record.ts';
import type { Source } from './library.ts';
import type { Preset, PresetEntry, PresetFigure, PresetNumber } from './presets.ts';
import { sourceSchema } from './read-needs.ts';
import type { LibraryFault, ReadFile, YamlPath } from './yaml-file.ts';

const id = z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
const words = z.string().trim().min(1);
const inOrder = ({ low, typical, high }: { low: number; typical: number; high: number }) =>
  low <= typical && typical <= high;
const OUT_OF_ORDER = 'low, typical and high must rise in this order';
const amount = z.number().min(0);
const figure = z
  .strictObject({ low: amount, typical: amount, high: amount, source: z.string().optional() })
  .refine(inOrder, OUT_OF_ORDER);
const number = z
  .strictObject({
    per: z.enum(['school', 'hundred-pupils', 'classroom']),
    low: amount,
    typical: amount,
    high: amount,
    source: z.string().optional(),
  })
  .refine(inOrder, OUT_OF_ORDER)
  .refine(({ typical }) => typical > 0, 'what is typically not there at all is left out');
const fact = z.strictObject({ is: z.union([words, z.boolean()]), source: z.string().optional() });

const shared = {
  id,
  name: words.max(200),
  only: z.array(id).min(1).optional(),
  doubt: words,
  source: z.string(),
  facts: z.record(z.string(), fact).default({}),
  figures: z.record(z.string(), figure).default({}),
};

const presetSchema = z.strictObject({
  id,
  name: words,
  phase: z.enum(phases),
  pupils: z
    .strictObject({ from: z.number().int().min(0), to: z.number().int().positive().nullable() })
    .refine(({ from, to }) => to === null || from <= to, 'from must not exceed to'),
  classSize: z.number().positive(),
  source: z.string(),
});

/** The shape of one file under `library/presets/`, before its sources are resolved. */
export const presetFileSchema = z.strictObject({
  sources: z.record(z.string(), sourceSchema),
  presets: z.array(presetSchema).min(1),
  contracts: z
    .array(z.strictObject({ ...shared, kind: z.enum(contractTypes), yearlyCost: number.optional() }))
    .default([]),
  systems: z
    .array(z.strictObject({ ...shared, kind: z.enum(systemKinds), contract: id.optional(), runsOn: id.optional() }))
    .default([]),
  equipment: z
    .array(z.strictObject({ ...shared, kind: z.enum(equipmentKinds), count: number, age: figure.optional() }))
    .default([]),
  connections: z
    .array(
      z.strictObject({
        ...shared,
        kind: z.enum(['main', 'backup']),
        technology: z.enum(connectionTechnologies).optional(),
        contract: id.optional(),
      }),
    )
    .default([]),
});

export type PresetFile = z.output<typeof presetFileSchema>;

interface Section {
  key: 'contracts' | 'systems' | 'equipment' | 'connections';
  register: RegisterName;
  shape: Readonly<Record<string, z.ZodType>>;
}

const sections: readonly Section[] = [
  { key: 'contracts', register: 'contract', shape: contractSchema.shape },
  { key: 'systems', register: 'system', shape: systemSchema.shape },
  { key: 'equipment', register: 'equipment', shape: equipmentSchema.shape },
  { key: 'connections', register: 'connection', shape: connectionSchema.shape },
];

/** Fields that an entry names by a key of its own, or that Cairn keeps beside the values. */
const NOT_BY_FIELD: ReadonlySet<string> = new Set(
  ['id', 'title', 'name', 'type', 'kind', 'role', 'quantity', 'boughtYear', 'annualCostPence', 'technology'].concat([
    'contractId',
    'equipmentId',
    'unread',
    'sources',
  ]),
);

/** Checks ids, sources, fields with their values, and links; and that no two presets are for the same schools. */
export function checkPresets(files: readonly ReadFile<PresetFile>[], faults: LibraryFault[]): void {
  const presetIds = new Set<string>();
  const ranges: { phase: string; from: number; to: number; id: string }[] = [];
  for (const file of files) {
    const { data } = file;
    const add = (path: YamlPath, message: string) =>
      void faults.push({ file: file.path, line: file.lineOf(path), message });
    const checkSource = (key: string | undefined, path: YamlPath) => {
      if (key !== undefined && data.sources[key] === undefined) add(path, `unknown source ${key}`);
    };
    data.presets.forEach((preset, p) => {
      const at = ['presets', p] as const;
      if (presetIds.has(preset.id)) add([...at, 'id'], `preset ${preset.id} is there twice`);
      presetIds.add(preset.id);
      checkSource(preset.source, [...at, 'source']);
      const range = { phase: preset.phase, from: preset.pupils.from, to: preset.pupils.to ?? Infinity, id: preset.id };
      const other = ranges.find((one) => one.phase === range.phase && one.from <= range.to && range.from <= one.to);
      if (other) add([...at, 'pupils'], `${preset.id} and ${other.id} are for schools of the same size`);
      ranges.push(range);
    });
    const mine = new Set(data.presets.map((preset) => preset.id));
    const entryIds = new Set<string>();
    for (const { key, register } of sections)
      data[key].forEach((entry, e) => {
        const name = `${register} ${entry.id}`;
        if (entryIds.has(name)) add([key, e, 'id'], `${name} is there twice`);
        entryIds.add(name);
      });
    for (const { key, register, shape } of sections)
      data[key].forEach((entry, e) => {
        const at = [key, e] as const;
        checkSource(entry.source, [...at, 'source']);
        entry.only?.forEach((name, n) => mine.has(name) || add([...at, 'only', n], `unknown preset ${name}`));
        for (const [name, path] of numbersOf(entry)) checkSource(name, [...at, ...path, 'source']);
        for (const part of ['facts', 'figures'] as const)
          for (const [field, given] of Object.entries(entry[part])) {
            const path = [...at, part, field];
            checkSource(given.source, [...path, 'source']);
            const type = shape[field];
            const value = 'is' in given ? given.is : given.typical;
            if (type === undefined) add(path, `a ${register} has no field ${field}`);
            else if (NOT_BY_FIELD.has(field)) add(path, `${field} is not named among the ${part}`);
            else if (!type.safeParse(value).success) add(path, `${field} cannot be ${String(value)}`);
          }
        const checkLink = (name: string | undefined, to: RegisterName, link: string) => {
          if (name === undefined) return;
          if (!entryIds.has(`${to} ${name}`)) add([...at, link], `unknown ${to} ${name}`);
        };
        if ('contract' in entry) checkLink(entry.contract, 'contract', 'contract');
        if ('runsOn' in entry) checkLink(entry.runsOn, 'equipment', 'runsOn');
      });
  }
}

type AnyEntry = PresetFile[Section['key']][number];

function numbersOf(entry: AnyEntry): [string | undefined, string[]][] {
  return [
    ...('count' in entry ? [[entry.count.source, ['count']] as [string | undefined, string[]]] : []),
    ...('age' in entry && entry.age ? [[entry.age.source, ['age']] as [string | undefined, string[]]] : []),
    ...('yearlyCost' in entry && entry.yearlyCost
      ? [[entry.yearlyCost.source, ['yearlyCost']] as [string | undefined, string[]]]
      : []),
  ];
}

/** The typical schools of one file, their sources resolved. That they exist has been checked ({@link checkPresets}). */
export function presetsOf(file: PresetFile): Preset[] {
  const sourceOf = (key: string): Source => {
    const found = file.sources[key];
    if (found === undefined) throw new TypeError(`source ${key} was not checked`);
    return found;
  };
  return file.presets.map(({ source, ...preset }) => ({
    ...preset,
    source: sourceOf(source),
    entries: sections.flatMap(({ key, register }) =>
      file[key]
        .filter(({ only }) => only?.includes(preset.id) ?? true)
        .map((entry) => entryOf(register, entry, sourceOf)),
    ),
  }));
}

function entryOf(register: RegisterName, entry: AnyEntry, sourceOf: (key: string) => Source): PresetEntry {
  const own = (source: string | undefined) => sourceOf(source ?? entry.source);
  const withSource = <T extends { source?: string | undefined }>(given: T) => ({ ...given, source: own(given.source) });
  const technology = 'technology' in entry ? entry.technology : undefined;
  return {
    id: entry.id,
    register,
    name: entry.name,
    kind: entry.kind,
    count: 'count' in entry ? (withSource(entry.count) satisfies PresetNumber) : null,
    age: 'age' in entry && entry.age ? (withSource(entry.age) satisfies PresetFigure) : null,
    yearlyCost: 'yearlyCost' in entry && entry.yearlyCost ? withSource(entry.yearlyCost) : null,
    facts: {
      ...(technology === undefined ? {} : { technology: { value: technology, source: own(undefined) } }),
      ...Object.fromEntries(
        Object.entries(entry.facts).map(([field, { is, source }]) => [field, { value: is, source: own(source) }]),
      ),
    },
    figures: Object.fromEntries(Object.entries(entry.figures).map(([field, given]) => [field, withSource(given)])),
    links: {
      ...('contract' in entry && entry.contract ? { contractId: entry.contract } : {}),
      ...('runsOn' in entry && entry.runsOn ? { equipmentId: entry.runsOn } : {}),
    },
    doubt: entry.doubt,
    source: sourceOf(entry.source),
  };
}
