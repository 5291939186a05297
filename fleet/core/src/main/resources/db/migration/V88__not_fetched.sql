-- Why a command failed, where somebody decides by it; its message is for people.
alter table command add column code text;

-- How often a device was asked, so that one to which the artifact does not come is asked again with longer pauses.
alter table rollout_unit add column tries int not null default 0;
