/** What each start sees to before people come: the administrator, the example schools, a link to sign in with. */
import { addExamples, type OwnExamples } from '../features/examples/index.ts';
import { ensureOperator, makeSignInLink, tidyPeople } from '../features/people/index.ts';
import type { Services } from './services.ts';

/** @returns the secret part of this start's sign-in link (links of earlier starts stop working), and examples just made. */
export async function prepareStart(services: Services): Promise<{ token: string; examples: OwnExamples }> {
  const at = services.clock.now();
  const { personId } = await services.db.asSystem(async (tx) => {
    await tidyPeople(tx, at);
    return ensureOperator(tx, at);
  });
  const examples = await addExamples(services, personId);
  return { token: await services.db.asSystem((tx) => makeSignInLink(tx, personId, at)), examples };
}
