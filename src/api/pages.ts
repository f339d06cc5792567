/** The paths that the browser's own router knows. The server answers each with the same page; the browser has a screen for each. */
export const pagePaths = [
  '/',
  '/sign-in',
  '/join',
  '/device',
  '/first-run',
  '/incidents',
  '/incidents/:name',
  '/services',
  '/services/:slug',
  '/settings',
  '/settings/:part',
] as const

export type PagePath = (typeof pagePaths)[number]
