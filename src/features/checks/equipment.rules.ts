/** Checks between items of the registers: what runs on something that is gone, and two items of one asset tag. Pure. */
import { formatDate, type PlainDate } from '../../domain/dates.ts';
import { isInUse } from '../../domain/in-use.ts';
import type { Equipment, SchoolRecord } from '../../domain/record.ts';
import { changePath, itemPath, type Check } from './check.ts';

export function equipmentChecks(record: SchoolRecord, today: PlainDate): Check[] {
  return [...onWhatIsGone(record, today), ...sameTags(record, today)];
}

function onWhatIsGone({ equipment, systems, connections }: SchoolRecord, today: PlainDate): Check[] {
  const gone = new Map(equipment.filter((item) => !isInUse(item, today)).map((item) => [item.id, item]));
  if (gone.size === 0) return [];
  const servers = systems.flatMap((system): Check[] => {
    const server = gone.get(system.equipmentId ?? '');
    if (server === undefined) return [];
    return [
      {
        id: `disposed-server:${system.id}`,
        kind: 'disposed-server',
        sentence: `${system.name} is recorded as running on ${server.name}, which ${goneWords(server)}.`,
        because: [
          { text: `${system.name}: runs on ${server.name}`, path: itemPath('system', system.id) },
          { text: `${server.name}: ${goneWords(server)}`, path: itemPath('equipment', server.id) },
        ],
        fix: { path: changePath('system', system.id), words: `Say where ${system.name} runs now` },
        since: server.disposedOn,
      },
    ];
  });
  const routers = connections.flatMap((line): Check[] => {
    const router = gone.get(line.routerId ?? '');
    if (router === undefined) return [];
    return [
      {
        id: `disposed-router:${line.id}`,
        kind: 'disposed-router',
        sentence: `${line.name} is recorded as ending in ${router.name}, which ${goneWords(router)}.`,
        because: [
          { text: `${line.name}: its router is ${router.name}`, path: itemPath('connection', line.id) },
          { text: `${router.name}: ${goneWords(router)}`, path: itemPath('equipment', router.id) },
        ],
        fix: { path: changePath('connection', line.id), words: `Name the router of ${line.name}` },
        since: router.disposedOn,
      },
    ];
  });
  return [...servers, ...routers];
}

function goneWords({ disposedOn }: Equipment): string {
  return disposedOn === null ? 'is marked as gone' : `was disposed of on ${formatDate(disposedOn)}`;
}

/** Two things in use cannot wear the same tag. Capitals and spaces make no other tag. */
function sameTags({ equipment }: SchoolRecord, today: PlainDate): Check[] {
  const tagged = equipment.filter((item) => tagOf(item) !== '' && isInUse(item, today));
  return [...Map.groupBy(tagged, tagOf)].flatMap(([tag, items]): Check[] => {
    const [first, second] = items;
    if (first === undefined || second === undefined) return [];
    const rest = items.length === 2 ? '' : ` (and ${items.length - 2} more)`;
    return [
      {
        id: `same-asset-tag:${tag}`,
        kind: 'same-asset-tag',
        sentence: `${first.name} and ${second.name}${rest} have the same asset tag, ${first.assetTag?.trim() ?? tag}.`,
        because: items.map((item) => ({
          text: `${item.name}: asset tag ${item.assetTag?.trim() ?? ''}`,
          path: itemPath('equipment', item.id),
        })),
        fix: { path: changePath('equipment', second.id), words: `Put the asset tag of ${second.name} right` },
        since: null,
      },
    ];
  });
}

/** What people write where there is no tag is none. */
const NO_TAG = /^(?:N\/?A|NONE|NOTAG|NOTAGGED|UNTAGGED|UNKNOWN|NOTKNOWN|TBC|TBA|0+|[-?.]+)$/;

function tagOf({ assetTag }: Equipment): string {
  const tag = (assetTag ?? '').replaceAll(/\s+/g, '').toUpperCase();
  return NO_TAG.test(tag) ? '' : tag;
}
