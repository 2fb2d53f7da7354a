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

package dev.replboot.testsupport;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What an application would do.
 */
public final class Shop {

	private final JdbcTemplate jdbc;

	private final TransactionTemplate transaction;

	private final TransactionTemplate own;

	public Shop(JdbcTemplate jdbc, PlatformTransactionManager manager) {
		this.jdbc = jdbc;
		this.transaction = new TransactionTemplate(manager);
		this.own = new TransactionTemplate(manager);
		this.own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
	}

	public int reprice(int id, double total) {
		return this.transaction
			.execute((status) -> this.jdbc.update("update purchase set total = ? where id = ?", total, id));
	}

	public int note(String line) {
		return this.own.execute((status) -> this.jdbc.update("insert into log values (?)", line));
	}

	public int totals() {
		int sum = 0;
		for (int id : this.jdbc.queryForList("select id from purchase", Integer.class)) {
			sum += this.jdbc.queryForObject("select count(*) from customer where id = ?", Integer.class, id);
		}
		return sum;
	}

}
