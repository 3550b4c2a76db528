-- A person's e-mail address, and its conversation. Of the secrets of its two links, their SHA-256.
create table mailboxes (
    person integer primary key references people (id) on delete cascade,
    conversation integer not null unique references conversations (id) on delete cascade,
    mail text not null,
    digest text not null unique,
    leave text not null unique,
    asked text not null,
    confirmed text
);

-- Mails that asked for a confirmation, for a day. "person" may have been erased since; "mail" is an HMAC.
create table confirmations (
    person integer not null,
    mail text not null,
    at text not null
);
create index confirmations_at on confirmations (at);
