create table by_script (id int);
