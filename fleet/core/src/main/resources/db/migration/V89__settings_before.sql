-- What a layer of settings said before its last change, so that the change can be undone.
alter table setting_layer add column before_settings jsonb;
alter table setting_layer add column before_by text;
alter table setting_layer add column before_at timestamptz;
