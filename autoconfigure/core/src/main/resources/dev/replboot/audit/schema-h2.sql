create table repl_audit (
    id bigint generated always as identity primary key,
    application varchar(200) not null,
    instance varchar(200) not null,
    sequence_no bigint not null,
    happened_at timestamp(6) with time zone not null,
    event_type varchar(40) not null,
    principal varchar(200) not null,
    session_id varchar(40),
    evaluation bigint,
    details character large object not null
);

create index repl_audit_at on repl_audit (happened_at);
