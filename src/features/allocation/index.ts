/** The door of sharing out a fund. */
export { allocationCommands, type AllocationCliServices } from './allocation.cli.ts';
