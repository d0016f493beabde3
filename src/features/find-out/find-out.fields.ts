/** A task's fields as the history names them (find-out.commands.ts writes them). */
export const findOutHistory = {
  label: 'To find out',
  fields: [
    { name: 'name', label: 'Question', kind: 'text' as const },
    { name: 'state', label: 'How far', kind: 'text' as const },
    { name: 'ownerName', label: 'Who is asked', kind: 'text' as const },
    { name: 'ownerEmail', label: 'Their email address', kind: 'text' as const },
    { name: 'dueOn', label: 'Find out by', kind: 'date' as const },
    { name: 'note', label: 'Note', kind: 'longtext' as const },
  ],
  path: (questionId: string) => `/find-out/${encodeURIComponent(questionId)}`,
};
