/** A page's path as it may stand in the runbook: relative, `.md`, no dot-folders, no part that a program could take for an option. */
export function isPagePath(path: string): boolean {
  if (path.length > 200 || !/\.md$/i.test(path) || path !== path.toWellFormed()) return false
  return path.split('/').every(part => /^[^\s.\-/\\\p{Cc}][^/\\\p{Cc}]*$/u.test(part) && !/\s$/.test(part))
}

/** Lower-case words joined by dashes, of plain letters and digits. */
export function slug(text: string): string {
  const words = text
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .normalize('NFKD')
    .toLowerCase()
    .match(/[a-z0-9]+/g)
  return (words ?? []).join('-').slice(0, 60).replace(/-$/, '') || 'page'
}
