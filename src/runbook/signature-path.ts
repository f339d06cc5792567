import { slug } from './page-path.ts'

/** Where the signature of a step stands: beside its page, `shop/errors.restart-web.sig`. */
export const signaturePath = (page: string, step: string): string => `${page}.${slug(step)}.sig`
