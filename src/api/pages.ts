/** The paths that the browser's own router knows. The server answers each with the same page; the browser has a screen for each. */
export const pagePaths = [
  '/',
  '/sign-in',
  '/join',
  '/device',
  '/first-run',
  '/incidents',
  '/incidents/:name',
  '/incidents/:name/pages',
  '/incidents/:name/replay',
  '/on-call',
  '/on-call/:schedule',
  '/policies/:slug',
  '/services',
  '/services/:slug',
  '/settings',
  '/settings/:part',
] as const

export type PagePath = (typeof pagePaths)[number]

/** How many fires the first page shows whole. */
export const mostFires = 50
export const firesPath = `/api/v1/incidents?status=open&limit=${mostFires}`

/** What a page reads first: the server says so with the page itself, so that it is on its way before the script is. */
export const firstReads: Partial<Record<PagePath, (params: Record<string, string>) => string[]>> = {
  '/': () => ['/api/v1/me', firesPath],
  '/incidents/:name': ({ name = '' }) => [
    '/api/v1/me',
    '/api/v1/people',
    `/api/v1/incidents/${encodeURIComponent(name)}/timeline?after=0`,
  ],
}
