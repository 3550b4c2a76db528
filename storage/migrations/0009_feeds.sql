-- The address that a person's calendar subscribes to: one at a time, and of its secret only the SHA-256.
create table feeds (
    person integer primary key references people (id) on delete cascade,
    digest text not null unique,
    made text not null
);

-- The last day that each date of a goal had: a calendar is told that one is cancelled where it was taken away.
create table goal_days (
    goal text not null references goals (id) on delete cascade,
    field text not null,
    day text not null,
    primary key (goal, field)
);
insert into goal_days (goal, field, day) select id, 'due', due from goals where due is not null;
insert into goal_days (goal, field, day) select id, 'first', first from goals where first is not null;
insert into goal_days (goal, field, day) select id, 'second', second from goals where second is not null;
