/** Names a school's rows: every table of theirs has both at the front of its key. */
export interface SchoolScope {
  organisationId: string;
  schoolId: string;
}
