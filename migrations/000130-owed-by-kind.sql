-- What is owed is taken lane by lane (src/engine/lanes.ts): timers find theirs without walking past ten thousand pages that wait.
create index obligation_owed_by_kind on obligation (kind, due_at) where state = 'owed';
