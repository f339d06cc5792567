/**
 * What a template says before its first value: coarser than the template, for comparing how programs run, where names of things that a request is about
 * (stations, users, products) are no difference. Values that it begins with are passed over.
 */
export function stemOf(template: string): string {
  const said = template.replace(/^(?:(?:\w+[:=] ?)?<\*>[\s,;|-]*)+/, '')
  const stem = said.split(/<\*>|: |[=(]/, 1)[0]?.trim() ?? ''
  return /[A-Za-z]{3}/.test(stem) ? stem : said || template
}
