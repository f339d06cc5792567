/** The text as PostgreSQL can hold it (no NUL, no half of a surrogate pair), cut to `most` UTF-16 units. */
export function storable(text: string, most = Infinity): string {
  return text.replaceAll('\0', '\u2400').toWellFormed().slice(0, most).toWellFormed()
}
