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

package dev.replboot.kit.spring;

import java.time.Duration;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggerConfiguration;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ApplicationContext;

import dev.replboot.kit.change.ChangesHost;

/**
 * Log levels, changed for a while.
 */
public final class LoggingHost {

	private final LoggingSystem loggers;

	private final ChangesHost reverts;

	/**
	 * Create them.
	 * @param context the application's context
	 * @param reverts puts levels back
	 */
	public LoggingHost(ApplicationContext context, ChangesHost reverts) {
		this.loggers = context.getBean(LoggingSystem.class);
		this.reverts = reverts;
	}

	/**
	 * The level of a logger.
	 * @param logger its name
	 * @return the level that is in force, or {@code null} if it isn't known
	 */
	public @Nullable String level(String logger) {
		LoggerConfiguration configuration = this.loggers.getLoggerConfiguration(logger);
		if (configuration == null || configuration.getEffectiveLevel() == null) {
			return null;
		}
		return configuration.getEffectiveLevel().name();
	}

	/**
	 * Change a level.
	 * @param logger the logger's name
	 * @param level the level's name
	 * @param duration the time after which it is put back, such as {@code 10m};
	 * {@code null} to keep it until the REPL closes
	 */
	public void change(String logger, String level, @Nullable String duration) {
		LogLevel wanted = parse(level);
		LoggerConfiguration configuration = this.loggers.getLoggerConfiguration(logger);
		LogLevel configured = (configuration != null) ? configuration.getConfiguredLevel() : null;
		Duration after = (duration != null) ? DurationStyle.detectAndParse(duration) : null;
		this.reverts.change("log level of " + logger, wanted.name(), after,
				() -> this.loggers.setLogLevel(logger, wanted), () -> this.loggers.setLogLevel(logger, configured));
	}

	private static LogLevel parse(String level) {
		try {
			return LogLevel.valueOf(level.toUpperCase(Locale.ROOT));
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(
					"There is no log level " + level + ". Take one of trace, debug, info, warn, error, fatal, off.");
		}
	}

}
