/** What a process left unfinished of scenarios and studies goes on when the next one starts. */
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/index.ts';
import { asEachEditor, idleBefore } from '../plan/index.ts';
import type { ScenarioJob, ScenarioRunner } from './scenarios.jobs.ts';
import { listUnfinishedScenarios, listUnfinishedStudies } from './scenarios.queries.ts';

/** Puts every one that is not finished back in the queue. Gives how many there were. */
export async function resumeScenarios(services: {
  db: Database;
  clock: Clock;
  scenarioRunner: ScenarioRunner;
}): Promise<number> {
  const before = idleBefore(services);
  const found = await asEachEditor(services.db, async (tx, organisationId) => ({
    scenarios: await listUnfinishedScenarios(tx, organisationId, before),
    studies: await listUnfinishedStudies(tx, organisationId, before),
  }));
  const jobs = found.flatMap(({ personId, result }): ScenarioJob[] => [
    ...result.scenarios.map((one) => ({ ...one, personId, kind: 'scenario' as const })),
    ...result.studies.map((one) => ({ ...one, personId, kind: 'study' as const })),
  ]);
  for (const job of jobs) services.scenarioRunner.enqueue(job);
  return jobs.length;
}
