/** Links and sign-offs as the history names them. */
export const askingHistory = {
  answer_request: {
    label: 'Link to questions',
    fields: [
      { name: 'name', label: 'What', kind: 'text' as const },
      { name: 'person', label: 'Who answers', kind: 'text' as const },
      { name: 'questions', label: 'Questions', kind: 'whole' as const },
      { name: 'question', label: 'Question', kind: 'text' as const },
      { name: 'decision', label: 'Their answer', kind: 'text' as const },
      { name: 'state', label: 'How far', kind: 'text' as const },
      { name: 'expiresOn', label: 'Works until', kind: 'date' as const },
      { name: 'message', label: 'Message', kind: 'longtext' as const },
    ],
    path: (id: string) => `/asking/${encodeURIComponent(id)}`,
  },
  sign_off: {
    label: 'Signed off',
    fields: [
      { name: 'name', label: 'What', kind: 'text' as const },
      { name: 'signedBy', label: 'By', kind: 'text' as const },
      { name: 'signedOn', label: 'On', kind: 'date' as const },
      { name: 'count', label: 'Answers', kind: 'whole' as const },
    ],
    path: () => '/sign-off',
  },
};
