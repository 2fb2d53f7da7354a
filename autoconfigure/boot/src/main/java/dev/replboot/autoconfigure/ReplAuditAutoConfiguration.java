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

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.slf4j.spi.LoggingEventBuilder;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

import dev.replboot.access.ReplAuthorities;
import dev.replboot.audit.AuditLossListener;
import dev.replboot.audit.AuditSink;
import dev.replboot.audit.AuditSource;
import dev.replboot.audit.AuditTrail;
import dev.replboot.audit.Masking;
import dev.replboot.audit.review.AuditLogFiles;
import dev.replboot.audit.sink.AuditConnectionProvider;
import dev.replboot.audit.sink.EventsSink;
import dev.replboot.audit.sink.FileSink;
import dev.replboot.audit.sink.JdbcSink;
import dev.replboot.audit.sink.LogSink;
import dev.replboot.audit.sink.SocketSink;
import dev.replboot.endpoint.AuditLogOperation;
import dev.replboot.endpoint.ReplEndpoint;
import dev.replboot.lifecycle.ApplicationIdentity;

/**
 * Auto-configuration of the record: its sinks and what they are demanded to do. Every
 * bean that is an {@link AuditSink} is one more.
 */
@AutoConfiguration(before = ReplAutoConfiguration.class)
@ConditionalOnAvailableEndpoint(ReplEndpoint.class)
@EnableConfigurationProperties(AuditProperties.class)
public final class ReplAuditAutoConfiguration {

	@Bean
	AuditTrail replAuditTrail(AuditProperties properties, ObjectProvider<AuditSink> sinks, ApplicationContext context,
			ObjectProvider<AuditLossListener> losses) {
		List<AuditSink> all = sinks.orderedStream().toList();
		Set<String> names = names(all, context);
		for (String required : properties.getRequired()) {
			if (!names.contains(required)) {
				throw new UnknownAuditSinkException(required, names);
			}
		}
		ApplicationIdentity identity = ReplAutoConfiguration.identity(context);
		List<String> masked = new ArrayList<>(List.of(Masking.NAMES));
		masked.addAll(properties.getMask());
		return new AuditTrail(new AuditSource(identity.name(), identity.instance()), all,
				new AuditTrail.Delivery(properties.getRequired(), properties.getQueue(), properties.getTimeout()),
				new Masking(masked),
				(sink, events) -> losses.orderedStream().forEach((each) -> each.lost(sink, events)),
				Clock.systemDefaultZone());
	}

	private static Set<String> names(List<AuditSink> sinks, ApplicationContext context) {
		Set<String> names = new TreeSet<>();
		for (AuditSink sink : sinks) {
			String name = sink.name();
			if (!names.add(name)) {
				throw new SameAuditSinkException(name,
						BeanFactoryUtils.beansOfTypeIncludingAncestors(context, AuditSink.class)
							.entrySet()
							.stream()
							.filter((bean) -> bean.getValue().name().equals(name))
							.map(Map.Entry::getKey)
							.sorted()
							.toList());
			}
		}
		return names;
	}

	@Bean
	AuditLogOperation replRecordOperation(ReplAuthorities authorities, AuditTrail trail, AuditProperties properties) {
		AuditLogFiles files = (properties.getFile() != null) ? new AuditLogFiles(properties.getFile()) : null;
		return new AuditLogOperation(authorities, trail, files);
	}

	@Bean
	EventsSink replEventsSink(ApplicationEventPublisher publisher) {
		return new EventsSink(publisher);
	}

	@Bean
	@ConditionalOnProperty("repl.audit.file")
	FileSink replFileSink(AuditProperties properties) {
		return new FileSink(required(properties.getFile()), properties.getFsync(), properties.getMaxSize().toBytes());
	}

	@Bean
	@ConditionalOnProperty("repl.audit.socket")
	SocketSink replSocketSink(AuditProperties properties) {
		return new SocketSink(required(properties.getSocket()));
	}

	@Bean
	@Conditional(OnAuditDatabase.class)
	JdbcSink replJdbcSink(AuditProperties properties, BeanFactory beans) {
		AuditProperties.Jdbc jdbc = properties.getJdbc();
		int seconds = (int) Math.max(1, properties.getTimeout().toSeconds());
		return new JdbcSink(connections(jdbc, beans), jdbc.getTable(), seconds);
	}

	private static JdbcSink.Connections connections(AuditProperties.Jdbc jdbc, BeanFactory beans) {
		String dataSource = jdbc.getDataSource();
		if (dataSource != null) {
			return () -> connection(beans.getBean(dataSource, DataSource.class));
		}
		String url = required(jdbc.getUrl());
		Properties login = new Properties();
		if (jdbc.getUsername() != null) {
			login.put("user", jdbc.getUsername());
		}
		if (jdbc.getPassword() != null) {
			login.put("password", jdbc.getPassword());
		}
		return () -> DriverManager.getConnection(url, login);
	}

	private static Connection connection(DataSource dataSource) throws SQLException {
		return (dataSource instanceof AuditConnectionProvider own) ? own.getRecordConnection()
				: dataSource.getConnection();
	}

	private static <T> T required(@Nullable T value) {
		if (value == null) {
			throw new IllegalStateException("The condition was met by a property without a value");
		}
		return value;
	}

	/**
	 * The logger, where there is one of the kind that knows key-value pairs.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(LoggingEventBuilder.class)
	@ConditionalOnProperty(name = "repl.audit.log", matchIfMissing = true)
	static class LogConfiguration {

		@Bean
		LogSink replLogSink() {
			return new LogSink();
		}

	}

}
