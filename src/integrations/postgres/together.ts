/** Two at once: where one fails the other is stopped and waited for, and the first failure is thrown. */
export async function together<A, B>(
  work: [(signal: AbortSignal) => Promise<A>, (signal: AbortSignal) => Promise<B>],
  signal: AbortSignal,
): Promise<[A, B]> {
  const failed = new AbortController()
  const either = AbortSignal.any([signal, failed.signal])
  const stopping = async <T>(begin: (signal: AbortSignal) => Promise<T>): Promise<T> => {
    try {
      return await begin(either)
    } catch (error) {
      if (!failed.signal.aborted) failed.abort(error)
      throw error
    }
  }
  const [first, second] = await Promise.allSettled([stopping(work[0]), stopping(work[1])])
  signal.throwIfAborted()
  failed.signal.throwIfAborted()
  return [(first as PromiseFulfilledResult<A>).value, (second as PromiseFulfilledResult<B>).value]
}
