import { expect, test } from 'vitest'
import { stemOf } from './stem.ts'

test.each([
  ['order <*> of customer <*> paid', 'order'],
  ['SpanID: <*> [pay][Query price][route: <*>, kind: Fast]', '[pay][Query price][route'],
  ['<*> open through proxy <*>', 'open through proxy'],
  ['Response(status=<*>, msg=ok)', 'Response'],
  ['<*>', '<*>'],
  ['pool is empty', 'pool is empty'],
])('%s says: %s', (template, stem) => {
  expect(stemOf(template)).toBe(stem)
})
