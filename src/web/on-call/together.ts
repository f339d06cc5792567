/** "Ben", "Ben and Ana", "Ben, Ana and Mira" */
const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`

/** Sentences that say the same of several people become one: "Ben is paged by mail only" of each is "Ben and Ana are paged by mail only". */
export function saidTogether(sentences: readonly string[], names: readonly string[]): string[] {
  const whose = new Map<string, string[]>()
  for (const sentence of new Set(sentences)) {
    const name = names.find(one => sentence.startsWith(`${one} is `))
    const says = name ? sentence.slice(name.length) : sentence
    whose.set(says, [...(whose.get(says) ?? []), ...(name ? [name] : [])])
  }
  return [...whose].map(([says, who]) =>
    who.length > 1 ? `${listed(who)}${says.replace(/^ is /, ' are ')}` : `${who.join('')}${says}`,
  )
}
