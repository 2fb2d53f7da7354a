/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.replboot.kit.data.undo;

/**
 * Changes that are made and undone on PostgreSQL.
 */
final class UndoStatements {

	static final String[] FIXES = { "update orders set v = 'x'", "update \"ORDERS\" set v = 'x'",
			"update \"order\" set \"user\" = 'y', \"group\" = null", "delete from \"dot.table\"",
			"update twocase set a = 'x', \"A\" = 'y'", "update \"Mixed Case\" set \"quo\"\"te\" = 'x', \"日本\" = null",
			"delete from \"Mixed Case\"", "set local search_path = tenant2; update cust set v = 'x'",
			"update gen set a = 17", "delete from gen where id = 2", "insert into gen(a) values (9)",
			"delete from serialt; insert into serialt(a) values ('n')", "delete from a_parent where id = 1",
			"delete from z_parent", "delete from selfref where id = 1", "delete from selfref",
			"update swapu set n = -n; update swapu set n = case when n = -10 then 20 else 10 end",
			"update defc set n = 4 - n; delete from defc where id = 3", "delete from defc",
			"delete from nokey where ctid = (select min(ctid) from nokey)",
			"update nokey set f = 5 where ctid = (select min(ctid) from nokey)", "delete from nokey",
			"insert into nokey values (1, 'a', 1.1, '{}'), (1, 'a', 1.1, '{}')", "update uq set a = a + 10",
			"update comp set c = c + 1, v = 'x'", "delete from comp", "update part set d = d + 31 where id = 1",
			"delete from part", "insert into part values (3, '2024-01-02', 'n')", "delete from alltypes",
			"update alltypes set d = null, ts = null, tstz = null, iv = null, num2 = null",
			"update alltypes set id = id + 100", "delete from wide200", "update wide200 set c7 = null, c200 = 1",
			"delete from blobs", "update blobs set b = 'x', t = t || 'é'",
			"update pg_time set at = at + interval '1 hour'", "delete from parent where id < 5",
			"update parent set name = 'x' where id = 3; delete from child where id > 50",
			"insert into parent(name) values ('n'); insert into child(name, parent_id) select 'c', max(id) from parent",
			"update parent_tags set tag = 'x' where parent_id = 1", "delete from rls", "update rls set tenant = 't9'",
			"insert into animal values (1, 'a'); insert into dog values (1, 'b')",
			"update lockt set v = 'w'; delete from lockt where id between 20 and 30", "update defkey set id = id + 4",
			"update defkey set id = id - 4", "update defkey set id = 3 - id where id < 3",
			"update defkey set id = 7 - id, v = id",
			"delete from uq where a = 1; insert into uq values (3, 'a'); update uq set a = 1 where a = 2",
			"delete from booked where id < 3; insert into booked values (1, '[5,9)', 'x'), (2, '[1,5)', null)",
			"update booked set r = '[40,50)' where id = 1; update booked set r = '[2,7)' where id = 2; "
					+ "update booked set r = '[7,9)' where id = 1",
			"update booked set r = '[60,70)' where id = 3; update booked set v = 'x'",
			"update held set r = '[40,50)' where id = 1; update held set r = '[1,5)' where id = 2; "
					+ "update held set r = '[5,9)' where id = 1" };

	private UndoStatements() {
	}

}
