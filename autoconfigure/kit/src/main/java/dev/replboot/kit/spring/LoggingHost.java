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
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

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

	// By the logger's name, used by the thread that has the lock of the changes.
	private final Map<String, Level> changed = new HashMap<>();

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
		LoggerConfiguration configuration = this.loggers.getLoggerConfiguration(canonical(named(logger)));
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
		String name = canonical(named(logger));
		Duration after = (duration != null) ? DurationStyle.detectAndParse(duration) : null;
		this.reverts.change("log level of " + name, wanted.name(), after, () -> set(name, wanted), () -> revert(name));
	}

	// No name would be the root logger, and with it nearly all loggers.
	private static String named(String logger) {
		if (logger.isBlank()) {
			throw new IllegalArgumentException(
					"A logger has a name. That of the root logger is \"" + LoggingSystem.ROOT_LOGGER_NAME + "\".");
		}
		return logger;
	}

	// Logback takes "root" for the root logger as well, and nobody means another by it.
	private String canonical(String logger) {
		if (LoggingSystem.ROOT_LOGGER_NAME.equalsIgnoreCase(logger)) {
			return LoggingSystem.ROOT_LOGGER_NAME;
		}
		LoggerConfiguration configuration = this.loggers.getLoggerConfiguration(logger);
		return (configuration != null) ? configuration.getName() : logger;
	}

	private @Nullable LogLevel configured(String logger) {
		LoggerConfiguration configuration = this.loggers.getLoggerConfiguration(logger);
		return (configuration != null) ? configuration.getConfiguredLevel() : null;
	}

	private void set(String logger, LogLevel wanted) {
		LogLevel present = configured(logger);
		Level earlier = this.changed.get(logger);
		// What something else has set since is what comes back.
		LogLevel before = (earlier != null && earlier.set() == present) ? earlier.before() : present;
		this.changed.put(logger, new Level(before, wanted));
		this.loggers.setLogLevel(logger, wanted);
		// A logging system may have fewer levels.
		this.changed.put(logger, new Level(before, configured(logger)));
	}

	private @Nullable String revert(String logger) {
		Level level = this.changed.get(logger);
		if (level == null) {
			return null;
		}
		LogLevel present = configured(logger);
		String left = null;
		if (present == level.set()) {
			this.loggers.setLogLevel(logger, level.before());
		}
		else if (present != level.before()) {
			left = "The log level of " + logger + " stays as it is (" + shown(present)
					+ "): something else has set it since it was changed to " + shown(level.set()) + ".";
		}
		this.changed.remove(logger);
		return left;
	}

	private static String shown(@Nullable LogLevel level) {
		return (level != null) ? level.name() : "inherited";
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

	/**
	 * Level of a logger that is changed.
	 *
	 * @param before what was configured before, or {@code null} for nothing
	 * @param set what was configured by the change
	 */
	private record Level(@Nullable LogLevel before, @Nullable LogLevel set) {

	}

}
