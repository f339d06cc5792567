/**
 * Runs `work` one at a time. Asked while it runs, it runs once more afterwards, however often it was asked; so whatever was
 * there when somebody asked has been looked at when the last run ends. A throw goes to whoever's call runs it.
 */
export function oneAtATime(work: () => Promise<void>): () => Promise<void> {
  let isRunning = false
  let again = false
  return async () => {
    again = true
    if (isRunning) return
    isRunning = true
    try {
      while (again) {
        again = false
        await work()
      }
    } finally {
      isRunning = false
    }
  }
}
