import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { readPage } from '../runbook/page.ts'
import { isPagePath } from '../runbook/page-path.ts'
import { signaturePath } from '../runbook/signature-path.ts'
import { stepNamespace, stepText } from '../runbook/step-text.ts'

export function stepCommand(program: Command): void {
  const step = program
    .command('step')
    .description('Steps of runbook pages.')
    .addHelpText(
      'after',
      `
Examples:
  fireline step sign shop/errors.md "look at the pool" --key ~/.ssh/id_ed25519

The signature stands beside the page: commit both. Whoever changes a letter of the step has it signed anew.`,
    )
  step
    .command('sign')
    .description('Sign a step after you read it, in your clone of the runbook: hosts whose file lists you may run it.')
    .argument('<page>', 'its path in the runbook, like shop/errors.md')
    .argument('<step>', 'its name')
    .requiredOption('--key <file>', 'your SSH key; its public half when the ssh agent has it')
    .action(sign)
}

function sign(path: string, name: string, { key }: { key: string }): void {
  const { file, text } = signStep('.', path, name, key)
  process.stdout.write(`${text}\nYou signed this: ${file}\n`)
}

/** Writes the signature beside the page; answers what was signed, and where it stands in the runbook. */
export function signStep(runbook: string, path: string, name: string, key: string): { file: string; text: string } {
  if (!isPagePath(path) || !existsSync(join(runbook, path)))
    throw new Error(`There is no page ${path} here: run this where the runbook begins.`)
  const page = readPage(path, readFileSync(join(runbook, path), 'utf8'))
  const step = page.steps.find(one => one.name === name)
  const others = page.steps.map(one => one.name).join(', ')
  if (!step) throw new Error(`${path} has no step "${name}". It has: ${others || 'none'}`)
  const text = stepText({ page: page.id, step: step.name, language: step.language, code: step.code })
  const signature = execFileSync('ssh-keygen', ['-Y', 'sign', '-q', '-f', key, '-n', stepNamespace], { input: text })
  const file = signaturePath(page.id, step.name)
  writeFileSync(join(runbook, file), signature)
  return { file, text }
}
