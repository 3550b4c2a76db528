-- How a campaign is filled, and when. "secret" holds for opinions: once some were given in secret, they stay so.
alter table campaigns add column mode text not null default 'solo';
alter table campaigns add column secret integer not null default 0;
alter table campaigns add column opens text;
alter table campaigns add column closes text;
alter table campaigns add column next text;
alter table campaigns add column archived text;
alter table campaigns add column reminded text;

-- Given as the school's answer, by whoever fills for it; else as an opinion, which decides nothing.
alter table opinions add column retained integer not null default 1;
alter table notes add column retained integer not null default 1;

-- Domains given to members.
create table shares (
    campaign text not null references campaigns (id) on delete cascade,
    domain text not null,
    person integer not null references people (id) on delete cascade,
    primary key (campaign, domain, person)
);
create index shares_person on shares (person);

-- What the school decided, and its history: the newest row of a question holds; without an answer, it was withdrawn.
create table decisions (
    id integer primary key autoincrement,
    campaign text not null references campaigns (id) on delete cascade,
    question text not null,
    answer text,
    recorded_by integer references people (id) on delete set null,
    at text not null
);
create index decisions_campaign on decisions (campaign, question);
create index decisions_recorded_by on decisions (recorded_by);
