/** Only what leads to a web page: a sender may write anything into a link. */
export function safeLink(link: string | undefined): string | undefined {
  if (!link || !URL.canParse(link)) return undefined
  return /^https?:$/.test(new URL(link).protocol) ? link : undefined
}
