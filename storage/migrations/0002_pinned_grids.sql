-- A campaign keeps the very grid that it was opened with: a later edit of its file changes no past question or score.
create table grids (
    fingerprint text primary key,
    content text not null
);

alter table campaigns add column fingerprint text references grids (fingerprint);
