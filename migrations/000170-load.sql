-- Pages of a time are counted by when they were handed over.
create index entry_call_handed_over on entry (at) where type = 'CallHandedOver';
