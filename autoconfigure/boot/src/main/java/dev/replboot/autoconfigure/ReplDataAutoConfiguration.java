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

package dev.replboot.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;

import dev.replboot.endpoint.ReplEndpoint;
import dev.replboot.eval.jdbc.CancellableDataSources;
import dev.replboot.kit.KitAudit;
import dev.replboot.kit.KitHost;
import dev.replboot.kit.data.DataHost;
import dev.replboot.kit.data.DataSettings;
import dev.replboot.kit.data.DryRunAccess;
import dev.replboot.kit.data.SessionTransactions;

/**
 * Auto-configuration of what the kit does with data.
 */
@AutoConfiguration(before = ReplAutoConfiguration.class,
		after = { ReplKitAutoConfiguration.class, ReplJdbcAutoConfiguration.class })
@ConditionalOnAvailableEndpoint(ReplEndpoint.class)
@ConditionalOnClass(JdbcTemplate.class)
@EnableConfigurationProperties({ SqlProperties.class, DataProperties.class, AuditProperties.class,
		ReplProperties.class })
public final class ReplDataAutoConfiguration {

	static final String HOST = "replDataHost";

	@Bean
	SessionTransactions replSessionTransactions(ReplProperties properties, KitAudit record) {
		return new SessionTransactions(properties.getLimits().getTransaction(), record);
	}

	@Bean(HOST)
	DataHost replDataHost(ApplicationContext context, SqlProperties sql, DataProperties data, AuditProperties audit,
			ReplProperties properties, ObjectProvider<CancellableDataSources> dataSources, KitAudit record, KitHost kit,
			SessionTransactions transactions, ObjectProvider<DryRunAccess> dryRunAccess) {
		CancellableDataSources watched = dataSources.getIfAvailable();
		DataSettings settings = new DataSettings(sql.getMaxRows(), sql.getTimeout(), sql.getComparedRows(),
				properties.getLimits().getTransaction(), data.getUndoRows());
		return new DataHost(context, settings, (watched != null) ? watched.watch() : null, record,
				() -> (String) kit.lease().get("reason"), transactions,
				dryRunAccess.getIfAvailable(() -> DryRunAccess.NONE), data.open(audit), DataParts.caches(context));
	}

}
