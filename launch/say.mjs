/** Progress goes to stderr: stdout is for what was asked. */
export function say(line) {
  process.stderr.write(`fireline: ${line}\n`)
}

/** Says what takes more than a moment, and how long it took. */
export async function saying(what, work) {
  const from = performance.now()
  say(`${what} …`)
  const result = await work()
  say(`${what}: ${((performance.now() - from) / 1000).toFixed(1)} s`)
  return result
}
