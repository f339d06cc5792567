/** What the person at the machine means by their keys: most go to the shell; after Ctrl-\ one key is for Fireline. */
export type LocalWish = { keys: string } | 'detach' | 'take' | 'end' | 'help' | 'go-on'

const escapeKey = String.fromCharCode(0x1c)
const wishes: Record<string, LocalWish> = {
  [escapeKey]: 'detach',
  d: 'detach',
  t: 'take',
  x: 'end',
  u: 'go-on',
  '?': 'help',
}

/** Ctrl-\ Ctrl-\ leaves, whoever has the keyboard: nobody is locked out of their own machine. */
export function localKeys(): (typed: string) => LocalWish[] {
  let escaped = false
  return typed => {
    const wanted: LocalWish[] = []
    let keys = ''
    for (const key of typed) {
      if (!escaped && key === escapeKey) {
        escaped = true
        continue
      }
      const wish = escaped ? wishes[key] : undefined
      if (wish) {
        if (keys !== '') wanted.push({ keys })
        keys = ''
        wanted.push(wish)
      } else keys += escaped ? escapeKey + key : key
      escaped = false
    }
    if (keys !== '') wanted.push({ keys })
    return wanted
  }
}
