import MiniSearch, { type SearchResult } from 'minisearch'
import type { Page } from './page.ts'

/** What an incident knows when it looks into the book. */
export interface Wanted {
  signature?: string
  alertName?: string
  /** The alert's own annotation, if it has one. */
  runbookUrl?: string
  service?: string
  /** Whatever words there are: title, summary, description, labels. */
  text: string
}

export interface Match {
  page: Page
  /** 0 to 1. */
  score: number
  why: string
}

/** Below this line nothing is offered: a page that only looks alike costs more than none. */
export const offerLine = 0.35

/** The runbook, searchable; pages come and go one by one. */
export interface RunbookIndex {
  put(page: Page): void
  remove(id: string): void
  page(id: string): Page | undefined
  pages(): Page[]
  /** Best first; everything that shares a word. */
  search(text: string, limit?: number): Match[]
  /** Best first, above the line only: by the alert's own link, by signature, by exact alert name, then by text. */
  offers(wanted: Wanted, limit?: number): Match[]
}

export function runbookIndex(): RunbookIndex {
  const pages = new Map<string, Page>()
  const words = newSearch()
  const search = (text: string, limit = 10): Match[] => {
    const hits = words.search(text, { boost: { title: 3, name: 3 } })
    const share = shareOf(uniqueTerms(text), hits, pages.size)
    return hits.slice(0, limit).flatMap(hit => {
      const page = pages.get(String(hit.id))
      return page ? [{ page, score: share(hit.queryTerms), why: `shares the words ${someOf(hit.terms)}` }] : []
    })
  }
  const remove = (id: string) => {
    if (pages.delete(id)) words.discard(id)
  }
  return {
    put(page) {
      remove(page.id)
      pages.set(page.id, page)
      words.add({ id: page.id, title: page.title, name: page.alertNames.join(' '), text: page.markdown })
    },
    remove,
    page: id => pages.get(id),
    pages: () => [...pages.values()],
    search,
    offers: (wanted, limit = 5) => offersOf([...pages.values()], wanted, search, limit),
  }
}

function newSearch(): MiniSearch {
  return new MiniSearch({
    fields: ['title', 'name', 'text'],
    tokenize: splitWords,
    processTerm: asTerm,
  })
}

/** Names come apart at capitals, digits, dots and underscores: `KubePodCrashLooping` is four words. */
export function splitWords(text: string): string[] {
  return text
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(word => word !== '')
}

const asTerm = (word: string): string | null => (word.length > 1 && word.length < 40 ? word.toLowerCase() : null)
const uniqueTerms = (text: string): string[] => [...new Set(splitWords(text).flatMap(word => asTerm(word) ?? []))]

/**
 * BM25 ranks, but has no top. What is shown is the share of the question that the page answers, each word weighted by how rare
 * it is in this book; at most 0.85, below every exact match.
 */
function shareOf(terms: string[], hits: SearchResult[], pages: number): (met: string[]) => number {
  const inPages = new Map<string, number>()
  for (const hit of hits) for (const term of hit.queryTerms) inPages.set(term, (inPages.get(term) ?? 0) + 1)
  const weight = (term: string) => Math.log(1 + (pages + 0.5) / ((inPages.get(term) ?? 0) + 0.5))
  const sum = (list: string[]) => list.reduce((total, term) => total + weight(term), 0)
  const whole = sum(terms)
  return met => round((0.85 * sum(met)) / Math.max(whole, 0.001))
}

const someOf = (terms: string[]): string =>
  [...new Set(terms)]
    .slice(0, 4)
    .map(term => `"${term}"`)
    .join(', ')
const round = (score: number): number => Math.round(score * 1_000) / 1_000

/** Each way of knowing a page with what it is worth; the surest names the reason. */
function offersOf(pages: Page[], wanted: Wanted, search: (text: string, limit: number) => Match[], limit: number) {
  const known = pages.flatMap(page => surely(page, wanted) ?? [])
  const byText = search(`${wanted.alertName ?? ''} ${wanted.text}`, limit * 2)
    .filter(isAboutTrouble)
    .map(match => lookAlike(match, wanted))
  const best = new Map<string, Match>()
  for (const match of [...known, ...byText])
    if (match.score > (best.get(match.page.id)?.score ?? 0)) best.set(match.page.id, match)
  return [...best.values()]
    .filter(match => match.score >= offerLine)
    .sort((a, b) => b.score - a.score || a.page.id.localeCompare(b.page.id))
    .slice(0, limit)
}

/** A folder's own description lists everything and helps with nothing. */
const isAboutTrouble = ({ page }: Match): boolean => !/(^|\/)(readme|index|contributing)$/i.test(page.id)

function surely(page: Page, wanted: Wanted): Match | undefined {
  if (wanted.runbookUrl && isLinkTo(page, wanted.runbookUrl))
    return { page, score: 1, why: 'the alert itself links to this page' }
  if (wanted.signature !== undefined && page.signatures.includes(wanted.signature))
    return { page, score: 0.99, why: fixedBefore(page) }
  const name = wanted.alertName?.toLowerCase()
  if (!name || !page.alertNames.some(one => one.toLowerCase() === name)) return undefined
  return lookAlike({ page, score: 0.9, why: `it is about the alert ${wanted.alertName}` }, wanted)
}

function fixedBefore({ seen }: Page): string {
  return seen.length > 0 ? 'fixed this before' : 'it is about exactly this trouble'
}

/** A page that says it is for another service stays below the line, however alike its words are. */
function lookAlike(match: Match, { service }: Wanted): Match {
  const { services } = match.page
  const isForOthers =
    service !== undefined && service !== 'default' && services.length > 0 && !services.includes(service)
  if (!isForOthers) return match
  return { ...match, score: round(match.score * 0.3), why: `${match.why}, but it is for ${services.join(', ')}` }
}

/** `https://host/any/where/KubePodCrashLooping/` and `…/kubepodcrashlooping.md` both name the page of that name. */
function isLinkTo({ id, path }: Page, url: string): boolean {
  const link = (url.split(/[?#]/)[0] ?? '').replace(/\/+$/, '').toLowerCase()
  const isAt = (end: string) => link === end || link.endsWith(`/${end}`)
  const file = id.toLowerCase().split('/').at(-1) ?? ''
  return isAt(path.toLowerCase()) || isAt(id.toLowerCase()) || (file.length > 6 && isAt(file))
}
