const newline = '\n'

/**
 * The kind of an exception that a line of a stack trace names: of Java, Python, Node, .NET, Ruby; a panic of Go. What it says of this one case is left out.
 */
export function exceptionIn(line: string): { name: string; isCause: boolean } | undefined {
  const text = line.slice(0, 300).split(newline, 1)[0] as string
  if (/^(?:panic|fatal error): /.test(text)) return { name: 'panic', isCause: false }
  const found =
    /^(Caused by: |Suppressed: )?(?:Uncaught )?([A-Za-z_][\w.$]*(?:Error|Exception|Throwable|Interrupt|Fault|Exit))\b(?=:| \(|$)/.exec(
      text,
    )
  return found ? { name: found[2] as string, isCause: found[1] !== undefined } : undefined
}

/** Whether a line looks like one of a stack trace. */
export const isOfTrace = (line: string): boolean =>
  /^(?:\s|Traceback |Caused by: |Suppressed: |goroutine \d|created by |\.\.\. |[\])}]|[\w./*$]+\(.*\)$)/.test(line) ||
  exceptionIn(line) !== undefined
