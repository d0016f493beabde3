/** The door of people. */
export {
  addGuest,
  ensureOperator,
  foundOrganisation,
  makeSignInLink,
  signInWithLink,
  tidyPeople,
} from './people.commands.ts';
export { localAddress, peopleRoutes } from './people.web.ts';
export { membersRoutes } from './members.web.ts';
