/** Payments, and the contracts that they show nobody wrote down. */
export { looksLikePerson, namesSomebody, personReason, speaksOfTechnology } from './payees.rules.ts';
export { findForgotten, type Forgotten, type Suggestion } from './forgotten.rules.ts';
export { PAYMENTS_PATH, paymentFields, paymentSchema, paymentWords, type Payment } from './payments.schema.ts';
export { readTechnologyWords, type TechnologyWords } from './technology-suppliers.rules.ts';
export { addSuggested, dismissSupplier, findInSchool, recallSupplier } from './payments.commands.ts';
export { paymentsRoutes, type PaymentsServices } from './payments.web.ts';
