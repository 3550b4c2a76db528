-- What a school sets itself: the framework's sentence it comes from, its own words, who leads it, and when.
create table goals (
    id text primary key,
    school text not null references schools (id) on delete cascade,
    framework text not null,
    question text not null,
    statement text not null,
    level integer,
    lead text not null,
    source text not null,
    made text not null,
    maker integer references people (id) on delete set null,
    wording text not null default '',
    measure text not null default '',
    ambition text not null default '',
    means text not null default '',
    note text not null default '',
    pilot integer references people (id) on delete set null,
    led_by text not null default '',
    due text,
    first text,
    first_standing text not null default 'idle',
    second text,
    second_standing text not null default 'idle',
    reached text,
    dropped text,
    reason text not null default '',
    hushed integer not null default 0,
    revision integer not null default 0
);
create index goals_school on goals (school);
create index goals_maker on goals (maker);
create index goals_pilot on goals (pilot);

-- Its history: which field became what, and who said so.
create table goal_changes (
    id integer primary key autoincrement,
    goal text not null references goals (id) on delete cascade,
    field text not null,
    value text not null,
    made_by integer references people (id) on delete set null,
    at text not null
);
create index goal_changes_goal on goal_changes (goal);
create index goal_changes_made_by on goal_changes (made_by);

-- A local date in the school's time zone: the one that the rule wants, and the open day that it moved to. Closed once
-- everybody it concerns was told.
create table reminders (
    id integer primary key autoincrement,
    school text not null references schools (id) on delete cascade,
    goal text references goals (id) on delete cascade,
    campaign text references campaigns (id) on delete cascade,
    kind text not null,
    wanted text not null,
    day text not null,
    closed text,
    unique (goal, kind, wanted),
    unique (campaign, kind, wanted)
);
create index reminders_day on reminders (day) where closed is null;
create index reminders_school on reminders (school);

-- Whom it was told to, and which way: written in one transaction with the letter, so that nobody is told twice.
create table told (
    reminder integer not null references reminders (id) on delete cascade,
    person integer not null references people (id) on delete cascade,
    conversation integer references conversations (id) on delete set null,
    way text not null,
    at text not null,
    primary key (reminder, person)
);
create index told_person on told (person);
create index told_conversation on told (conversation);

-- When somebody may be written to, by full hours; and who can't be any more (they blocked the bot).
alter table people add column begins integer not null default 8;
alter table people add column ends integer not null default 19;
alter table conversations add column lost integer not null default 0;
