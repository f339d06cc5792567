/** A quotation that leaves the sentence around it its room: cut in the middle, so that what is said of it is always read. */
export function quoted(text: string, most = 90): string {
  const signs = Array.from(text.replace(/\s+/g, ' ').trim())
  if (signs.length <= most) return signs.join('')
  const tail = Math.floor((most - 3) / 3)
  const head = signs.slice(0, most - 3 - tail).join('')
  const end = signs.slice(-tail).join('')
  return `${head.replace(/(?<=.{20})\s\S{0,15}$/u, '')} … ${end.replace(/^\S{0,15}\s/u, '')}`
}
