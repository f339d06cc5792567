/**
 * What a reviewer signs: the step as it stands on its page, with where it stands, so that a signature of one step opens no other. The code
 * comes last and whole; what stands before it has no line breaks.
 */
export function stepText({
  page,
  step,
  language,
  code,
}: {
  page: string
  step: string
  language: string
  code: string
}): string {
  const line = (text: string): string => text.replaceAll(/[\r\n]/g, ' ')
  return `fireline step v1\npage ${line(page)}\nstep ${line(step)}\nlanguage ${line(language)}\n\n${code}\n`
}

/** `ssh-keygen -Y sign -n` */
export const stepNamespace = 'fireline-step'
