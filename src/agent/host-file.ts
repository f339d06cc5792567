/**
 * What the file on a host allows its agent: the one place that raises its level. 0 nothing, 1 eyes, 2 the named checks,
 * 3 steps that a reviewer signed, 4 a shell for the listed accounts.
 */
export interface HostFile {
  level: 0 | 1 | 2 | 3 | 4
  /** Name of a check -> its program and arguments, which no shell reads. */
  checks: Record<string, string[]>
  /** An `allowed_signers` file: who may sign steps. */
  reviewers?: string
  shell?: { accounts: Record<string, HostAccount> }
}

/** Who may open a shell by which key, and as whom it runs; without `as`, as the agent's own user. */
export interface HostAccount {
  /** A public key as OpenSSH writes it. */
  key?: string
  passkey?: { id: string; publicKey: string; rpId: string }
  as?: string
}
