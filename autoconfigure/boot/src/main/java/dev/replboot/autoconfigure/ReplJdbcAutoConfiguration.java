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

import javax.sql.DataSource;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Import;

import dev.replboot.endpoint.ReplEndpoint;
import dev.replboot.eval.jdbc.CancellableDataSources;

/**
 * Auto-configuration of what cancels the statements of a stopped evaluation.
 */
@AutoConfiguration
@ConditionalOnAvailableEndpoint(ReplEndpoint.class)
@ConditionalOnClass({ DataSource.class, ProxyFactory.class })
@Import(CancellableDataSources.class)
@ConditionalOnProperty(name = "repl.jdbc.cancel", matchIfMissing = true)
public final class ReplJdbcAutoConfiguration {

}
