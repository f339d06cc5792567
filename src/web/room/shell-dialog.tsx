import { useState } from 'react'
import type { ListedAccount } from '../../api/opening-shapes.ts'
import { Failed, Refused } from '../desk/client.ts'
import { makePasskey, type NewPasskey, noPasskeyHere } from '../desk/passkey.ts'
import { useRoom } from '../desk/room-context.ts'
import { askToSign, openByPasskey, type ToSign } from '../desk/signed-shells.ts'
import { Copyable } from '../parts/copyable.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Icon } from '../parts/icon.tsx'
import { Refusal } from '../parts/refusal.tsx'
import css from './shell-dialog.module.css'

interface Wanted {
  host: string
  /** One that is open, to type in. */
  terminal?: string
  onClose(): void
}

/** A shell on a host, for one's own signature: by SSH key from one's own machine, or by a passkey on this page. */
export function ShellDialog({ host, terminal, onClose }: Wanted) {
  const { is } = useRoom()
  const line = `fireline shell ${host} --incident INC-${is.number}`
  return (
    <Dialog title={terminal ? `Sign to type on ${host}` : `A shell on ${host}`} beside onClose={onClose}>
      <p className={css.why}>{host} checks your signature itself, against a list of its own. Everybody here watches.</p>
      <section className={css.way}>
        <h3>
          <Icon name="key" /> With your SSH key
        </h3>
        <Copyable text={line} says="Copy" />
        <p className="note">Run it in a terminal of yours. It says what you sign, and you type there.</p>
      </section>
      <PasskeyWay host={host} terminal={terminal} onClose={onClose} />
      <button type="button" className="btn quiet" onClick={onClose}>
        Back
      </button>
    </Dialog>
  )
}

function PasskeyWay({ host, terminal, onClose }: Wanted) {
  const room = useRoom()
  const [asked, setAsked] = useState<ToSign>()
  const [error, setError] = useState<Refused | Failed>()
  const [busy, setBusy] = useState(false)
  const none = noPasskeyHere()
  const wanted = { incident: room.is.id, host, ...(terminal && { terminal }) }
  const attempt = async (work: () => Promise<void>) => {
    setBusy(true)
    setError(undefined)
    await work().catch((thrown: unknown) => setError(noOf(thrown)))
    setBusy(false)
  }
  const sign = (toSign: ToSign, account: ListedAccount) =>
    attempt(async () => {
      await openByPasskey(wanted, toSign, account)
      onClose()
    })
  const ask = () =>
    attempt(async () => {
      const toSign = await askToSign(wanted)
      const [only, ...others] = passkeysOf(toSign)
      if (!only || others.length > 0) return setAsked(toSign)
      await openByPasskey(wanted, toSign, only)
      onClose()
    })
  const listed = asked && passkeysOf(asked)
  return (
    <section className={css.way}>
      <h3>
        <Icon name="lock" /> With a passkey, on this page
      </h3>
      {none && <p className="note">{none}</p>}
      {!none && !listed?.length && (
        <button type="button" className="btn primary" disabled={busy} onClick={() => void ask()}>
          Sign with a passkey
        </button>
      )}
      {listed && listed.length > 1 && (
        <div className="row wrap">
          {listed.map(one => (
            <button
              key={one.account}
              type="button"
              className="btn primary"
              disabled={busy}
              onClick={() => void sign(asked, one)}
            >
              Sign as {one.account}
            </button>
          ))}
        </div>
      )}
      {listed?.length === 0 && <NotListed host={host} />}
      {error && <Refusal error={error} onNext={way => room.press(way)} />}
      {!none && (
        <p className="note">
          Your passkey’s own dialog does not show what is signed, and this page comes from the server: whoever has
          stolen it could type along. Your SSH key needs no page.
        </p>
      )}
    </section>
  )
}

/** Those for a page of this name. */
const passkeysOf = ({ accounts }: ToSign): ListedAccount[] =>
  accounts.filter(({ passkey }) => passkey && isOurs(passkey.rpId))

const isOurs = (rpId: string): boolean => location.hostname === rpId || location.hostname.endsWith(`.${rpId}`)

/** What root of the host adds to its file: nothing of it passes through the server. */
function NotListed({ host }: { host: string }) {
  const { me } = useRoom()
  const [made, setMade] = useState<NewPasskey>()
  const [trouble, setTrouble] = useState<string>()
  const make = () => {
    makePasskey(me.name).then(setMade, (error: Error) => setTrouble(error.message))
  }
  const name = me.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '') || 'you'
  const lines = made && `shell:\n  accounts:\n    ${name}:\n      passkey: ${JSON.stringify(made)}`
  return (
    <div className={css.listed}>
      <p>{host} lists no passkey for this page.</p>
      {!made && (
        <button type="button" className="btn" onClick={make}>
          Make one
        </button>
      )}
      {trouble && <p role="status">{trouble}</p>}
      {lines && (
        <>
          <p>Root of {host} adds this to /etc/fireline/agent.yaml, from your own hand and not from this server:</p>
          <pre className={css.lines} tabIndex={0}>
            {lines}
          </pre>
        </>
      )}
    </div>
  )
}

/** The passkey's own no (closed, or its minute over) is one, too. */
const noOf = (thrown: unknown): Refused | Failed =>
  thrown instanceof Refused || thrown instanceof Failed
    ? thrown
    : new Failed(
        0,
        thrown instanceof Error && thrown.name !== 'NotAllowedError' ? thrown.message : 'Nothing was signed.',
      )
