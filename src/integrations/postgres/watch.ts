/** Looks now and then while something goes on. A look that fails ends nothing; none is under way when this resolves. */
export async function every<T>(ms: number, look: () => Promise<void>, work: () => Promise<T>): Promise<T> {
  let under = Promise.resolve()
  let isFree = true
  const timer = setInterval(() => {
    if (!isFree) return
    isFree = false
    under = look()
      .catch(() => {})
      .finally(() => {
        isFree = true
      })
  }, ms)
  try {
    return await work()
  } finally {
    clearInterval(timer)
    await under
  }
}
