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

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what the database begins with.
 */
@SpringBootTest(webEnvironment = WebEnvironment.NONE)
class DataSeederTests {

	@Autowired
	private JdbcTemplate jdbc;

	@Test
	void seedHasOrdersAndTheirFlaws() {
		assertThat(count("select count(*) from orders")).isEqualTo(300);
		assertThat(count("select count(*) from customers")).isEqualTo(40);
		assertThat(count("select count(*) from order_lines where quantity < 0")).isEqualTo(2);
		assertThat(count("""
				select count(*) from orders o where o.status = 'PAID'
				and not exists (select 1 from payments p where p.order_id = o.id)""")).isEqualTo(3);
	}

	private int count(String sql) {
		Integer count = this.jdbc.queryForObject(sql, Integer.class);
		return (count != null) ? count : -1;
	}

}
