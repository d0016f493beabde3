/** The phases of schools, in a file of their own so that every part of the record may name them. */
export const phases = ['nursery', 'primary', 'secondary', 'all-through', 'special', 'post-16'] as const;
