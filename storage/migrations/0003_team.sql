-- The team of a school: a number that is never given twice, a name that its owner chose (null: not asked yet).
alter table schools add column ever integer not null default 0;
alter table members add column number integer not null default 0;
alter table members add column name text;
update members set number = (
    select count(*) from members m where m.school = members.school
    and (m.since < members.since or (m.since = members.since and m.person <= members.person))
);
update schools set ever = (select count(*) from members where members.school = schools.id);
create unique index members_number on members (school, number);

-- Of an invitation's secret, its SHA-256.
create table invitations (
    id text primary key,
    school text not null references schools (id) on delete cascade,
    made_by integer references people (id) on delete set null,
    kind text not null,
    role text not null,
    secret text not null unique,
    made text not null,
    expires text not null,
    uses integer not null default 0,
    most integer not null
);
create index invitations_school on invitations (school);
create index invitations_made_by on invitations (made_by);

-- Who asks a pilot to be let in.
create table requests (
    id text primary key,
    school text not null references schools (id) on delete cascade,
    person integer not null references people (id) on delete cascade,
    role text not null,
    name text,
    at text not null,
    unique (school, person)
);
create index requests_person on requests (person);

-- Codes that opened nothing, for a quarter of an hour.
create table wrong_codes (
    person integer not null references people (id) on delete cascade,
    at text not null
);
create index wrong_codes_person on wrong_codes (person);
