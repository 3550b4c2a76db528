-- School holidays that an administrator imported. The number of the last import is the version of them all, so that
-- an import is never removed. "year" is the first day of the school year in which a holiday counts.
create table holiday_imports (
    number integer primary key,
    zone text not null,
    at text not null
);

create table school_holidays (
    zone text not null,
    first text not null,
    last text not null,
    name text not null,
    year text not null,
    import integer not null references holiday_imports (number),
    primary key (zone, first)
);
create index school_holidays_year on school_holidays (zone, year);
create index school_holidays_import on school_holidays (import);
