import { describe, expect, it } from 'vitest'
import type { Severity } from '../../incident/severity.ts'
import { isAskedFor, placeCall } from './storm.ts'

const at = '2026-11-23T03:00:00.000Z'
const five = Array.from({ length: 5 }, (): Severity => 'sev3')

describe('the cap of pages', () => {
  it('lets five pages ring in ten minutes; the sixth waits half a minute for what else burns', () => {
    expect(placeCall({ rang: five.slice(1), held: [] }, 'sev3', at)).toBe('rings')
    expect(placeCall({ rang: five, held: [] }, 'sev3', at)).toEqual({ tellAt: '2026-11-23T03:00:30.000Z' })
  })

  it('tells together at most once in ten minutes', () => {
    const lately = { rang: five, held: five, toldAt: '2026-11-23T02:58:00.000Z' }
    expect(placeCall(lately, 'sev3', at)).toEqual({ tellAt: '2026-11-23T03:08:00.000Z' })
  })

  it('tells what is worse than everything before at once, and its like no sooner than others', () => {
    const toldAt = '2026-11-23T02:59:00.000Z'
    expect(placeCall({ rang: five, held: five, toldAt }, 'sev2', at)).toEqual({ tellAt: at })
    const again = placeCall({ rang: five, held: [...five, 'sev2'], toldAt: at }, 'sev2', at)
    expect(again).toEqual({ tellAt: '2026-11-23T03:10:00.000Z' })
  })

  it('holds nothing back that somebody asked for', () => {
    expect(isAskedFor({ openedBy: 'alert' }, { askedFor: true })).toBe(true)
    expect(isAskedFor({ openedBy: 'person' }, {})).toBe(true)
    expect(isAskedFor({ openedBy: 'alert' }, {})).toBe(false)
  })
})
