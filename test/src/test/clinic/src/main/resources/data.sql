insert into owners (first_name, last_name, city) values ('George', 'Franklin', 'Madison'), ('Betty', 'Davis', 'Sun Prairie'), ('Harold', 'Davis', 'Windsor');
insert into pets (name, birth_date, owner_id) values ('Leo', date '2010-09-07', 1), ('Basil', date '2012-08-06', 2), ('Iggy', date '2010-11-30', 3);
insert into vets (first_name, last_name) values ('James', 'Carter'), ('Helen', 'Leary');
