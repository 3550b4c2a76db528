-- Ids are never given twice (autoincrement): a page, a key or an outbox may still name an erased row.

create table people (
    id integer primary key autoincrement,
    language text not null,
    since text not null
);

create table conversations (
    id integer primary key autoincrement,
    channel text not null,
    address text not null,
    person integer not null references people (id) on delete cascade,
    session text not null,
    revision integer not null default 0,
    unique (channel, address)
);
create index conversations_person on conversations (person);

create table schools (
    id text primary key,
    uai text unique,
    name text not null,
    departement text not null,
    timezone text not null,
    since text not null
);

create table members (
    school text not null references schools (id) on delete cascade,
    person integer not null references people (id) on delete cascade,
    role text not null,
    since text not null,
    primary key (school, person)
);
create index members_person on members (person);

create table campaigns (
    id text primary key,
    school text references schools (id) on delete cascade,
    opened_by integer references people (id) on delete set null,
    framework text not null,
    framework_version integer not null,
    title text not null,
    opened text not null,
    closed text
);
create index campaigns_school on campaigns (school);
create index campaigns_opened_by on campaigns (opened_by);

-- What one person answers is theirs; what a school retains has rows of its own.
create table opinions (
    campaign text not null references campaigns (id) on delete cascade,
    person integer not null references people (id) on delete cascade,
    question text not null,
    answer text not null,
    first_at text not null,
    at text not null,
    primary key (campaign, person, question)
);
create index opinions_person on opinions (person);

-- Ticks begun and not yet confirmed: kept, and not counted.
create table drafts (
    campaign text not null references campaigns (id) on delete cascade,
    person integer not null references people (id) on delete cascade,
    question text not null,
    answer text not null,
    primary key (campaign, person, question)
);
create index drafts_person on drafts (person);

create table notes (
    campaign text not null references campaigns (id) on delete cascade,
    person integer not null references people (id) on delete cascade,
    question text not null,
    text text not null,
    at text not null,
    primary key (campaign, person, question)
);
create index notes_person on notes (person);

-- The keys of events that have had their effect: a redelivered one is known by its key.
create table events (
    key text primary key,
    conversation integer not null references conversations (id) on delete cascade,
    at text not null
);
create index events_conversation on events (conversation);
create index events_at on events (at);

-- Events whose step failed, without their content.
create table set_aside (
    key text primary key,
    conversation integer not null references conversations (id) on delete cascade,
    at text not null,
    fault text not null
);

-- What this installation made up once and keeps.
create table keepsakes (
    name text primary key,
    value text not null
);

-- A conversation's history and its outbox in one: a reply is owed until its channel has taken it.
create table replies (
    id integer primary key autoincrement,
    conversation integer not null references conversations (id) on delete cascade,
    kind text not null,
    body text not null,
    live integer not null,
    revision integer not null,
    state text not null,
    ref text,
    attempts integer not null default 0,
    at text not null
);
create index replies_conversation on replies (conversation);
create index replies_owed on replies (state);
