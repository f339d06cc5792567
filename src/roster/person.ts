export type Role = 'viewer' | 'responder' | 'admin'

/** Somebody of ours, or a service account, which may do everything but be lead or operator, acknowledge and waive. */
export interface Person {
  id: string
  kind: 'person' | 'service'
  name: string
  email?: string
  role: Role
}
