/** Where things are, from the page that is shown: on the server, or in a folder beside it. */
export interface StatusLinks {
  home: string
  past: string
  atom: string
  /** One incident; in a copy they are all on the same page. */
  incident(id: string): string
  /** Where mail is asked for; none in a copy, or where no mail can be sent. */
  hear?: string
  /** The form of who is hurt by it, where its service has one. */
  affected(service: string): string | undefined
  /** The page that this is a copy of. */
  copyOf?: string
}

/** `key` opens a page that is not public, and travels with every link of it. */
export function linksAt(
  slug: string,
  key: string | undefined,
  mayHear: boolean,
  forms: ReadonlyMap<string, string>,
): StatusLinks {
  const at = slug === '' ? '/status' : `/status/${slug}`
  const query = key === undefined ? '' : `?key=${encodeURIComponent(key)}`
  return {
    home: `${at}${query}`,
    past: `${at}/history${query}`,
    atom: `${at}/atom.xml${query}`,
    incident: id => `${at}/incidents/${id}${query}`,
    ...(mayHear && slug !== '' && { hear: `${at}/hear${query}` }),
    affected: service => forms.get(service),
  }
}

/** Beside each other in a folder, as files. */
export const linksInFolder = (copyOf: string, at = ''): StatusLinks => ({
  home: `${at}index.html`,
  past: `${at}history.html`,
  atom: `${at}atom.xml`,
  incident: id => `${at}history.html#${id}`,
  affected: () => undefined,
  copyOf,
})
