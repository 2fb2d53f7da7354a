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

package dev.replboot.sample.seed;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DataSeeder}.
 */
@SpringBootTest
@Transactional
class DataSeederTests {

	@Autowired
	private DataSeeder seeder;

	@Autowired
	private JdbcTemplate jdbc;

	@Test
	void databaseHoldsTheSeed() {
		assertThat(count("customers")).isEqualTo(40);
		assertThat(count("orders")).isEqualTo(300);
		assertThat(count("order_lines")).isEqualTo(900);
		assertThat(count("payments")).isEqualTo(207);
	}

	@Test
	void idsRunFromOne() {
		assertThat(ids("select min(id) from orders union all select max(id) from orders")).containsExactly(1L, 300L);
	}

	@Test
	void sevenTotalsDifferFromTheSumOfTheLines() {
		assertThat(ids("""
				select o.id from orders o join order_lines l on l.order_id = o.id
				group by o.id, o.total
				having o.total <> sum(round(l.quantity * l.unit_price * (100 - l.discount_percent) / 100, 2))
				""")).containsExactlyInAnyOrderElementsOf(SeedOrders.WRONG_TOTALS).hasSize(7);
	}

	@Test
	void threePaidOrdersHaveNoPayment() {
		assertThat(ids("""
				select o.id from orders o left join payments p on p.order_id = o.id
				where o.status in ('PAID', 'SHIPPED') and p.id is null
				""")).containsExactlyInAnyOrderElementsOf(SeedOrders.PAYMENT_MISSING).hasSize(3);
		assertThat(ids("select id from orders where status = 'PAID'")).containsAll(SeedOrders.PAYMENT_MISSING);
	}

	@Test
	void twoOrdersHaveANegativeQuantity() {
		assertThat(ids("select order_id from order_lines where quantity < 0"))
			.containsExactlyInAnyOrderElementsOf(SeedOrders.NEGATIVE_QUANTITY)
			.hasSize(2);
	}

	@Test
	void filledDatabaseIsLeftAlone() {
		this.seeder.run(new DefaultApplicationArguments());
		assertThat(count("orders")).isEqualTo(300);
	}

	private long count(String table) {
		return ids("select count(*) from " + table).get(0);
	}

	private List<Long> ids(String sql) {
		return this.jdbc.queryForList(sql, Long.class);
	}

}
