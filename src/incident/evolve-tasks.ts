import { ranIn } from './at-prompt-now.ts'
import type { EvolveBy, Suggestion, Task } from './incident.ts'
import { withChanged } from './list.ts'

type TaskEvent =
  | 'SuggestionSupported'
  | 'SuggestionOpen'
  | 'SuggestionHeld'
  | 'PutAtPrompt'
  | 'TaskGiven'
  | 'TaskDone'
  | 'TaskDropped'

/** How suggestions are weighed and reach a prompt, and how tasks change the incident. */
export const evolveTasks: EvolveBy<TaskEvent> = {
  SuggestionSupported: (was, { suggestion, reason }, { by, at }) => {
    const support = { person: by.id, by: by.name, ...(reason && { reason }), at }
    const supported = (one: Suggestion) => ({
      ...one,
      supports: [...(one.supports ?? []).filter(({ person }) => person !== by.id), support],
    })
    return { ...was, suggestions: was.suggestions.map(one => (one.id === suggestion ? supported(one) : one)) }
  },
  SuggestionOpen: (was, { suggestion, until }, { by }) => ({
    ...was,
    suggestions: withChanged(was.suggestions, suggestion, { openUntil: until, openedBy: by.id, held: undefined }),
  }),
  SuggestionHeld: (was, { suggestion, reason }, { by, at }) => ({
    ...was,
    suggestions: withChanged(was.suggestions, suggestion, {
      openUntil: undefined,
      held: { by: by.name, ...(reason && { reason }), at },
    }),
  }),
  PutAtPrompt: (was, { suggestion, ...atPrompt }, { at }) => ({
    ...was,
    suggestions: withChanged(was.suggestions, suggestion, {
      atPrompt: { ...atPrompt, at, ranBefore: ranIn(was, atPrompt.terminal) },
    }),
  }),
  /** Given once more, it is somebody else's or has another time box. */
  TaskGiven: (was, { task: id, ...given }, { by, at }) => {
    const task: Task = { id, ...given, state: 'open', by: by.name, at }
    const isKnown = was.tasks?.some(one => one.id === id)
    return {
      ...was,
      tasks: isKnown ? was.tasks?.map(one => (one.id === id ? task : one)) : [...(was.tasks ?? []), task],
    }
  },
  TaskDone: (was, { task, note }, { at }) => ({
    ...was,
    tasks: was.tasks && withChanged(was.tasks, task, { state: 'done', ...(note && { note }), endedAt: at }),
  }),
  TaskDropped: (was, { task, reason }, { at }) => ({
    ...was,
    tasks:
      was.tasks && withChanged(was.tasks, task, { state: 'dropped', ...(reason && { note: reason }), endedAt: at }),
  }),
}
