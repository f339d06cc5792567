type How = 'refused' | 'waived' | 'advised' | 'passed'

/** What a rule did lately, as one sentence or two: "Said no 2 times. Held at refuse it would have stopped 3, of which 2 gave a reason." */
export function lookedBack(hows: readonly How[]): string {
  const n = (how: How) => hows.filter(one => one === how).length
  const went = n('waived') + n('advised') + n('passed')
  if (hows.length === 0) return 'In the last 30 days it had nothing to say.'
  const no = n('refused') === 0 ? '' : `In the last 30 days it said no ${times(n('refused'))}. `
  if (went === 0) return no.trim()
  const begin = no || 'In the last 30 days: '
  const parts = [
    ...(n('waived') > 0 ? [`${n('waived')} went without it and said why`] : []),
    ...(n('advised') > 0 ? [`${n('advised')} went against its advice`] : []),
    ...(n('passed') > 0 ? [`${n('passed')} went ahead unnoticed`] : []),
  ]
  return `${begin}${no ? 'Refusing' : 'refusing'}, it would have stopped ${went}: ${parts.join(', ')}.`
}

const times = (n: number): string => (n === 1 ? 'once' : `${n} times`)
