/** The door of the examples. */
export { addExamples, planExamples, type OwnExamples } from './examples.commands.ts';
export type { ExampleServices } from './examples.commands.ts';
export { examplesRoutes } from './examples.web.ts';
