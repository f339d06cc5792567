import type { EventType } from './events.ts'
import { howRowsDiffer } from './rows-differ.ts'
import { wentHow } from './rules.ts'
import { against } from './rules-advice.ts'
import {
  code,
  count,
  decision,
  doer,
  machine,
  need,
  people,
  ref,
  refOf,
  type SentenceBy,
  said,
  strong,
} from './sentence.ts'

/** Backup first, then the change, or the way back. */
export const changeSentences = {
  ChangeProposed: entry =>
    people('pencil', doer(entry), ` proposes a ${entry.data.intent}, `, ref(entry.data.ref), `: ${entry.data.what}`),
  BackupStarted: ({ data }) => machine('stack', 'Copying ', code(data.touches.join(', '))),
  BackupVerified: ({ data }) => decision('stack', strong('Backup proven'), `, ${data.level}: ${data.proof}`),
  BackupFailed: ({ data }) =>
    data.stopped
      ? decision('stack', strong('Copy called off'), `. ${data.reason}`)
      : need('stack', strong('No backup'), `: ${data.reason}`),
  Waived: entry => decision('lock', doer(entry), ` goes ahead ${wentHow(entry.data.rule)}: ${entry.data.reason}`),
  ChangeStarted: (entry, { is }) =>
    decision('term', doer(entry), ' applies ', refOf(is.changes, entry.data.change), ...against(entry.data.advice)),
  ChangeApplied: (entry, { is }) =>
    decision(
      'check',
      refOf(is.changes, entry.data.change),
      ' is applied',
      ...ran(entry.data.results.length),
      ...against(entry.data.advice),
    ),
  ChangeFailed: (entry, { is }) => need('x', refOf(is.changes, entry.data.change), ` failed: ${entry.data.reason}`),
  ChangeVerified: (entry, { is }) =>
    decision('done', refOf(is.changes, entry.data.change), ' did what it was for', ...said(': ', entry.data.note)),
  ChangeRolledBack: (entry, { is }) =>
    decision('undo', refOf(is.changes, entry.data.change), ' was taken back', ...ran(entry.data.results.length)),
  CopiesExpired: ({ data }) => machine('stack', count(data.backups.length, 'copy', 'copies'), ' expired'),
  CopyPutBack: (entry, { is }) =>
    decision(
      'undo',
      doer(entry),
      ' put ',
      refOf(is.backups, entry.data.backup),
      ' back into ',
      code(entry.data.into),
      ...said(', ', putBack(entry.data)),
    ),
  RowsDiffer: ({ data }, { is }) => need('stop', refOf(is.changes, data.change), ` ${howRowsDiffer(data)}`),
  ChangedWithoutCopy: ({ data }) => need('stack', strong('Changed without a copy'), ': ', data.what),
  ChangeLooked: ({ data }, { is }) =>
    (data.verdict === 'worse' ? need : machine)(
      'eye',
      'Since ',
      refOf(is.changes, data.change),
      `: ${data.verdict}`,
      ...said('. ', data.lines.join(' ')),
    ),
} satisfies Partial<SentenceBy<EventType>>

/** 137 rows, equal; nothing of who counts nothing. */
const putBack = ({ rows, equal }: { rows?: number; equal?: boolean }): string | undefined =>
  rows === undefined ? undefined : `${count(rows, 'row')}${equal ? ', equal' : ''}`

const ran = (commands: number): string[] => (commands > 0 ? [`, ${count(commands, 'command')}`] : [])
