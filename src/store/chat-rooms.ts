import type { ChatKind } from '../steps/notify/chat-room.ts'
import type { Row, Sql, Tx } from './db.ts'

/** The room of one incident in a chat. */
export interface Room {
  id: string
  kind: ChatKind
  incident: string
  /** Where it is, in the chat's own words; none before it was made. */
  place?: string
  name?: string
  /** The timeline was said up to here. */
  toldSeq: number
  /** The message on top, and a digest of what it said last. */
  head?: string
  headSaid?: string
  /** Users who were brought in. */
  brought: string[]
  trouble?: string
  endedAt?: string
}

interface RoomRow extends Row {
  id: string
  kind: ChatKind
  incident: string
  place: string | null
  name: string | null
  told_seq: number
  head: string | null
  head_said: string | null
  brought: string[]
  trouble: string | null
  ended_at: string | null
}

const columns = 'id, kind, incident, place, name, told_seq, head, head_said, brought, trouble, ended_at'

const toRoom = (row: RoomRow): Room => ({
  id: row.id,
  kind: row.kind,
  incident: row.incident,
  place: row.place ?? undefined,
  name: row.name ?? undefined,
  toldSeq: row.told_seq,
  head: row.head ?? undefined,
  headSaid: row.head_said ?? undefined,
  brought: row.brought,
  trouble: row.trouble ?? undefined,
  endedAt: row.ended_at ?? undefined,
})

export async function roomById(sql: Sql, id: string): Promise<Room | undefined> {
  const { rows } = await sql.query<RoomRow>(`select ${columns} from chat_room where id = $1`, [id])
  return rows[0] && toRoom(rows[0])
}

export async function roomAt(sql: Sql, kind: string, place: string): Promise<Room | undefined> {
  const { rows } = await sql.query<RoomRow>(`select ${columns} from chat_room where kind = $1 and place = $2`, [
    kind,
    place,
  ])
  return rows[0] && toRoom(rows[0])
}

export async function roomsOf(sql: Sql, incident: string): Promise<Room[]> {
  const { rows } = await sql.query<RoomRow>(`select ${columns} from chat_room where incident = $1`, [incident])
  return rows.map(toRoom)
}

/** Open incidents since the chat was set up that should have a room there and have none. */
export async function incidentsWithoutRoom(sql: Sql, most: number): Promise<{ incident: string; kind: ChatKind }[]> {
  const { rows } = await sql.query<{ incident: string; kind: ChatKind }>(
    `select head.incident, chat.kind from chat join incident_head head
         on head.status <> 'resolved' and head.severity = any(chat.opens_for) and head.opened_at >= chat.set_at
      where not exists (select 1 from chat_room room where room.incident = head.incident and room.kind = chat.kind)
      order by head.opened_at limit $1`,
    [most],
  )
  return rows
}

export async function addRoom(
  tx: Tx,
  id: string,
  about: { incident: string; kind: ChatKind },
  at: Date,
): Promise<void> {
  await tx.query(
    'insert into chat_room (id, incident, kind, made_at) values ($1, $2, $3, $4) on conflict (kind, incident) do nothing',
    [id, about.incident, about.kind, at],
  )
}

/**
 * Rooms whose timeline went on and to which nothing is owed yet; from here on it is. One node gets each: another that looks at the
 * same moment finds it owed.
 */
export async function takeRoomsBehind(tx: Tx): Promise<{ room: string; seq: number }[]> {
  const { rows } = await tx.query<{ room: string; seq: number }>(
    `update chat_room room set owed_seq = head.seq from incident_head head
      where head.incident = room.incident and head.seq > room.told_seq and room.owed_seq = 0
        and room.ended_at is null and exists (select 1 from chat where chat.kind = room.kind)
      returning room.id as room, head.seq`,
  )
  return rows
}

export async function oweRoom(tx: Tx, id: string, room: string, seq: number, at: Date): Promise<void> {
  await tx.query(
    `insert into obligation (id, kind, key, body, due_at) values ($1, 'chat', $2, $3, $4) on conflict do nothing`,
    [id, `chat ${room} ${seq}`, JSON.stringify({ room }), at],
  )
}

export async function saveRoom(sql: Sql, { id, place, name, toldSeq, head, headSaid, brought }: Room): Promise<void> {
  await sql.query(
    `update chat_room set place = $2, name = $3, told_seq = $4, head = $5, head_said = $6, brought = $7, trouble = null
      where id = $1`,
    [id, place ?? null, name ?? null, toldSeq, head ?? null, headSaid ?? null, brought],
  )
}

/** All of it is said; what came meanwhile is owed anew. */
export async function roomIsTold(sql: Sql, id: string, seq: number): Promise<void> {
  await sql.query('update chat_room set told_seq = greatest(told_seq, $2), owed_seq = 0 where id = $1', [id, seq])
}

export async function noteRoomTrouble(sql: Sql, id: string, trouble: string): Promise<void> {
  await sql.query('update chat_room set trouble = $2 where id = $1', [id, trouble])
}

/** The chat says for good that it is there no more: nothing more is said there. */
export async function endRoom(sql: Sql, id: string, trouble: string, at: Date): Promise<void> {
  await sql.query('update chat_room set ended_at = $3, trouble = $2 where id = $1', [id, trouble, at])
}
