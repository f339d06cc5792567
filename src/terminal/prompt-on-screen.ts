/** A prompt as shells, databases and routers draw it, and what stands behind it on its row. */
export interface PromptOnScreen {
  prompt: string
  line: string
  /** Which kind of prompt it is: the next one of its kind is the same program's, though its path may be another. */
  kind: number
}

const name = String.raw`[\w.-]{1,60}`
/** The first that fits. Each ends at its last sign; behind it there is one blank, or what is typed at once. */
const prompts: readonly RegExp[] = [
  // ben@db-1:~/logs$  [ben@db-1 ~]$  (venv) root@db-1 /var#
  new RegExp(String.raw`^(?:\(${name}\) )?\[?${name}@${name}(?:[: ][^\n$#%>]{0,120})?\]? ?[$#%>](?= |$)`),
  // db-1:~#  bash-5.2$  sh-4.4#
  new RegExp(String.raw`^${name}:[~/][^\n$#]{0,120}[$#](?= |$)`),
  /^(?:ba|da|a|k)?sh-[\d.]+[$#](?= |$)/,
  // / #  ~/logs $
  /^[~/][\w./-]{0,120} [$#](?= |$)/,
  // shop=>  shop=#  shop=*>
  new RegExp(String.raw`^${name}=[*!^]?[>#](?= |$)`),
  // mysql>  MariaDB [shop]>  10.0.0.7:6379>
  /^MariaDB \[[^\]\n]{1,60}\]>(?= |$)/,
  new RegExp(String.raw`^${name}:\d{1,5}(?:\[\d+\])?>(?= |$)`),
  // router1>  router1(config)#  mysql>
  new RegExp(String.raw`^[A-Za-z]${name}(?:\(${name}\))?[>#]`),
  /^(?:>>>|[$#%])(?= |$)/,
]

/** Read of one row of a screen; nothing where it is none of those. */
export function promptOnScreen(row: string): PromptOnScreen | undefined {
  for (const [kind, one] of prompts.entries()) {
    const prompt = one.exec(row)?.[0]
    if (prompt !== undefined) return { prompt, kind, line: row.slice(prompt.length).replace(/^ /, '') }
  }
  return undefined
}
