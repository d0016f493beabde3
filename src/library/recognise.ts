/** Which catalogue entry a piece of equipment or a system is. Never a guess between two. */
import { equipmentKinds, systemKinds, type Equipment, type System } from '../domain/record.ts';
import { lifecycleOf, type Lifecycle, type LifecycleKind, type Lifecycles } from './lifecycle.ts';
import { findNames, wordsOf } from './lifecycle-names.ts';

export interface Recognition {
  entry: Lifecycle;
  /**
   * - `exact`: this very entry is named
   * - `family`: only the family is sure (several of its releases are named): it tells no dates
   */
  certainty: 'exact' | 'family';
  /** The field of the register that named it. */
  field: 'operatingSystem' | 'model' | 'name' | 'product';
}

export interface EquipmentRecognition {
  model: Recognition | null;
  operatingSystem: Recognition | null;
}

type EquipmentTexts = Pick<Equipment, 'name' | 'kind' | 'model' | 'manufacturer' | 'operatingSystem'>;
type SystemTexts = Pick<System, 'name' | 'kind' | 'product'>;

/** Kinds that run an operating system which people write down beside the model or in the name. */
const COMPUTERS: ReadonlySet<LifecycleKind> = new Set([
  'server',
  'desktop',
  'laptop',
  'chromebook',
  'tablet',
  'panel',
  'phone',
]);

/** A thing for the thing that is named is not that thing: "iPad 9 case", "Windows 10 licences". */
const BESIDE: ReadonlySet<string> = new Set(
  (
    'accessories accessory adapter adapters bag bags battery batteries bracket brackets cable cables case cases charger ' +
    'chargers charging cleaner contract covers dock docks for keyboard keyboards licence licences license licenses mount ' +
    'mounts repair repairs sleeve sleeves stand stands subscription trolley trolleys warranty'
  ).split(' '),
);

/** The model and the operating system of equipment, each recognised on its own. */
export function recogniseEquipment(item: EquipmentTexts, lifecycles: Lifecycles): EquipmentRecognition {
  const { name, kind, model, manufacturer, operatingSystem } = item;
  const maker = manufacturer ?? '';
  const fitsKind = ({ kinds }: Lifecycle) => kinds.includes(kind) || (kind === 'other' && kinds.some(isEquipmentKind));
  const isSystem = ({ kinds }: Lifecycle) => kinds.includes('operating-system');
  const isWindowsServer = (entry: Lifecycle) => isSystem(entry) && entry.familyId === 'windows-server';
  const runs = COMPUTERS.has(kind) ? isSystem : () => false;
  return {
    model: firstOf(lifecycles, [
      { field: 'model', text: model === null ? '' : `${maker} ${model}`, fits: fitsKind },
      { field: 'name', text: isBeside(name) ? '' : `${maker} ${withoutLabel(name)}`, fits: fitsKind },
    ]),
    operatingSystem: firstOf(lifecycles, [
      { field: 'operatingSystem', text: operatingSystem ?? '', fits: isSystem },
      // "Server 2016" is Windows where an operating system is asked for; in a name it is a server bought in 2016.
      {
        field: 'operatingSystem',
        text: operatingSystem === null ? '' : `Windows ${operatingSystem}`,
        fits: isWindowsServer,
      },
      { field: 'model', text: model ?? '', fits: runs },
      { field: 'name', text: isBeside(name) ? '' : name, fits: runs },
    ]),
  };
}

/** What a system is: by its product, else by its name. */
export function recogniseSystem({ name, kind, product }: SystemTexts, lifecycles: Lifecycles): Recognition | null {
  const fits = ({ kinds }: Lifecycle) =>
    kinds.includes('software') || kinds.includes(kind) || (kind === 'other' && !kinds.some(isOnlyEquipment));
  return firstOf(lifecycles, [
    { field: 'product', text: product ?? '', fits },
    { field: 'name', text: isBeside(name) ? '' : name, fits },
  ]);
}

interface Attempt {
  field: Recognition['field'];
  text: string;
  fits(entry: Lifecycle): boolean;
}

/** The first text that names anything decides, even where it names too much to tell. */
function firstOf(lifecycles: Lifecycles, attempts: readonly Attempt[]): Recognition | null {
  for (const { field, text, fits } of attempts) {
    const found = text.trim() === '' ? [] : findNames(lifecycles, text).filter(fits);
    const [first] = found;
    if (first === undefined) continue;
    if (found.length === 1) return { entry: first, certainty: 'exact', field };
    const family = lifecycleOf(lifecycles, first.familyId ?? first.id);
    const isShared = family !== null && found.every(({ id, familyId }) => familyId === family.id || id === family.id);
    return isShared ? { entry: family, certainty: 'family', field } : null;
  }
  return null;
}

/** "iPad 5" in a name is as likely the fifth iPad of a trolley as the fifth generation: the number is not counted. */
function withoutLabel(name: string): string {
  return name.replaceAll(/\b(ipads?)[\s#-]*\d+(?![\d.]|\s*(?:st|nd|rd|th)\b)/gi, '$1');
}

function isBeside(name: string): boolean {
  return wordsOf(name).some((word) => BESIDE.has(word));
}

function isEquipmentKind(kind: LifecycleKind): boolean {
  return (equipmentKinds as readonly string[]).includes(kind);
}

/** A kind that no system has, so that a system of the kind "other" is nothing of it. */
function isOnlyEquipment(kind: LifecycleKind): boolean {
  return kind === 'operating-system' || (isEquipmentKind(kind) && !(systemKinds as readonly string[]).includes(kind));
}
