import type { Sender } from '../src/alert/sender.ts'
import { changeSenders, senders } from '../src/server/dialects.ts'

const opening = `# Who can send alerts

Made by \`npm run docs:senders\` from the list in \`src/server/dialects.ts\`; a check compares the two.

Make a key in Settings, Senders, or with \`POST /api/v1/integrations {service, kind, name}\`, and give its address to the sender: that is the \`{url}\`
below. A key of kind \`webhook\` recognises everybody here by the form of the body; a key of another kind takes that sender's form. The key is all
that is needed; what is checked beside it stands in the table. Nothing of a body is kept but what it was read as.

An alert is the same alert again by its identity at the sender, which is the same when it fires and when it is over. A severity that the sender does not say is
\`error\`. Those at the end tell what was changed and send no alerts: it is shown when something burns. A body without its needed fields is answered 400 and names the field; fields that nobody knows change nothing.
`

/** docs/senders.md, whole. */
export function sendersPage(): string {
  const rows = [...senders, ...changeSenders].map(({ kind, name, sends, checks = '', vendorPage }) => {
    const named = vendorPage === '' ? name : `[${name}](${vendorPage})`
    return `| \`${kind}\` | ${named} | ${sends} | ${checks} |`
  })
  const table = ['| kind | sender | what is read | checked beside the key |', '|---|---|---|---|', ...rows].join('\n')
  return [opening, table, '', '## Setting up', '', ...[...senders, ...changeSenders].map(steps)].join('\n')
}

/** Lines are said one after the other; a template stands in a block, to be copied. */
function steps({ name, setUp }: Sender): string {
  const said = setUp.map(line => (line.includes('\n') ? `\n\`\`\`\n${line}\n\`\`\`\n` : `- ${line}`))
  return `### ${name}\n\n${said.join('\n').trim()}\n`
}
