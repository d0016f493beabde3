/** Work in the background that the process before this one did not finish. */
import { resumePlans } from '../features/plan/index.ts';
import { resumeScenarios } from '../features/scenarios/index.ts';
import type { Services } from './services.ts';

export async function resumeWork(services: Services): Promise<void> {
  await resumePlans(services);
  await resumeScenarios(services);
}
