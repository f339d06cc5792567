import { maskKnownShapes } from '../../redact/mask.ts'

/** Somebody's text on one line of Markdown: it stays text, whatever it holds. */
export function line(text: string): string {
  const flat = text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim()
  return flat.replaceAll(/[\\`*_[\]<>|#~]/g, '\\$&')
}

/** Inline code; the marks around it are longer than any within. */
export function code(text: string): string {
  const flat = text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim()
  const marks = '`'.repeat(longestRun(flat) + 1)
  const gap = flat.startsWith('`') || flat.endsWith('`') ? ' ' : ''
  return `${marks}${gap}${flat}${gap}${marks}`
}

/** A block for reading and copying; never marked runnable. */
export function block(language: string, lines: readonly string[]): string {
  const text = lines.map(one => one.replaceAll(/[^\P{Cc}\t\n]/gu, '')).join('\n')
  const marks = '`'.repeat(Math.max(3, longestRun(text) + 1))
  return `${marks}${language}\n${text}\n${marks}`
}

const longestRun = (text: string): number => Math.max(0, ...(text.match(/`+/g) ?? []).map(run => run.length))

export const bullets = (list: readonly string[]): string => list.map(one => `- ${one}`).join('\n')

/** A credential of known shape never gets into a page. */
export const withoutSecrets = (markdown: string): string => maskKnownShapes(markdown)
