/** Faults of a desk, one for each expectation of the conformance check. */
import { CHANGE_FAULTS } from './changes.ts';
import { EDIT_FAULTS } from './edits.ts';
import { FILE_FAULTS } from './files.ts';
import type { Planted } from './front.ts';
import { PEOPLE_FAULTS } from './people.ts';
import { TICKET_FAULTS } from './tickets.ts';

export const PLANTED: readonly Planted[] = [
  ...TICKET_FAULTS,
  ...EDIT_FAULTS,
  ...FILE_FAULTS,
  ...PEOPLE_FAULTS,
  ...CHANGE_FAULTS,
];
