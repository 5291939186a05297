-- A note whose photo's time was over: the note stays, and says when its photo went.
alter table device_note add column photo_gone timestamptz;
create index device_note_photos on device_note (at) where photo is not null;
