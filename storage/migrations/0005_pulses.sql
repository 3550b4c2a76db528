-- A commission around a table: a sitting, and the pulses that it votes on, one after the other. "chat" is the group that
-- votes, "formerly" its id before it became a supergroup.
create table sittings (
    id text primary key,
    campaign text not null references campaigns (id) on delete cascade,
    opened_by integer references people (id) on delete set null,
    language text not null,
    code text unique,
    present integer not null default 0,
    secret integer not null default 1,
    guests integer not null default 1,
    members_only integer not null default 0,
    chat text,
    formerly text,
    queue text not null default '[]',
    opened text not null,
    ended text
);
create index sittings_campaign on sittings (campaign);
create index sittings_chat on sittings (chat);
create index sittings_opened_by on sittings (opened_by);

-- "key" makes voters of this pulse unrecognisable anywhere else; it goes with the votes when a secret one is closed.
create table pulses (
    id text primary key,
    sitting text not null references sittings (id) on delete cascade,
    question text not null,
    text text not null default '',
    choices text not null default '[]',
    round integer not null,
    key blob,
    opened text not null,
    closes text,
    closed text,
    voters integer,
    visitors integer
);
create index pulses_sitting on pulses (sitting);

-- "voter" is an HMAC of whoever votes; "person" only where hands are shown.
create table votes (
    pulse text not null references pulses (id) on delete cascade,
    voter blob not null,
    part text not null,
    value text not null,
    guest integer not null,
    person integer references people (id) on delete cascade,
    at text not null,
    primary key (pulse, voter, part)
) without rowid;
create index votes_person on votes (person);

-- What is left of a secret pulse, and what a closed one shows.
create table tallies (
    pulse text not null references pulses (id) on delete cascade,
    part text not null,
    value text not null,
    votes integer not null,
    primary key (pulse, part, value)
) without rowid;

-- A pulse's message in a group; null: it has none there (any more). "final" once nothing of it changes any more.
create table boards (
    pulse text not null references pulses (id) on delete cascade,
    chat text not null,
    message integer,
    final integer not null default 0,
    primary key (pulse, chat)
) without rowid;
create index boards_chat on boards (chat);

-- Taps in groups that have had their effect, by their keys: an older one that comes again changes no newer vote.
create table taps (
    key text primary key,
    at text not null
) without rowid;
create index taps_at on taps (at);
