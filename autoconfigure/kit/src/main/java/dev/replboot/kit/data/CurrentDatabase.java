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

package dev.replboot.kit.data;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.EvaluationScope;
import dev.replboot.runtime.stop.Scopes;

/**
 * Data source of the dry run, or of the transaction across forms, in which a call takes
 * place: a call that names none means that one, on whichever thread of the evaluation.
 */
final class CurrentDatabase {

	private final Map<EvaluationScope, DataSource> dryRuns = new ConcurrentHashMap<>();

	private final SessionTransactions transactions;

	CurrentDatabase(SessionTransactions transactions) {
		this.transactions = transactions;
	}

	/**
	 * A dry run of the calling thread's evaluation begins.
	 * @param dataSource its data source
	 * @return to be closed when it is over
	 */
	EvaluationScope.Registration within(DataSource dataSource) {
		EvaluationScope scope = Scopes.current();
		if (scope == null) {
			return () -> {
			};
		}
		this.dryRuns.put(scope, dataSource);
		return () -> this.dryRuns.remove(scope);
	}

	/**
	 * Find the data source.
	 * @return the data source, or {@code null} outside of dry runs and transactions
	 */
	@Nullable DataSource find() {
		EvaluationScope scope = this.dryRuns.isEmpty() ? null : Scopes.current();
		DataSource dryRun = (scope != null) ? this.dryRuns.get(scope) : null;
		return (dryRun != null) ? dryRun : this.transactions.dataSource();
	}

}
