/** The words people read about tasks. */
export const taskSay = {}

export const taskLabel = {
  giveTask: 'Give it as a task',
  giveTaskToSomebodyElse: 'Give it to somebody else',
}

export const taskRefusals: readonly string[] = ['task-over', 'unknown-task']
