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

package dev.replboot.audit.sink;

import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

import dev.replboot.audit.AuditSink;
import dev.replboot.audit.ReplAuditEvent;
import dev.replboot.text.VisibleText;

/**
 * Logs events with their entries as key-value pairs, which structured logging shows as
 * fields. The values that forms gave are left out; their type, length and hash are there.
 */
public final class LogSink implements AuditSink {

	/**
	 * The sink's name.
	 */
	public static final String NAME = "log";

	// what a form gives is the application's data, which logs are no place for
	private static final String VALUE = "value";

	private static final int MAX_FORM = 200;

	private static final Logger logger = LoggerFactory.getLogger("repl.audit");

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public void write(List<ReplAuditEvent> events) {
		for (ReplAuditEvent event : events) {
			LoggingEventBuilder line = logger.atInfo();
			event.entries().forEach((key, value) -> {
				if (!key.equals(VALUE)) {
					line.addKeyValue(key, oneLine(value));
				}
			});
			line.log(message(event));
		}
	}

	// for those whose log shows no key-value pairs
	private static String message(ReplAuditEvent event) {
		StringBuilder message = new StringBuilder(event.type().name()).append(' ')
			.append(oneLine(event.actor().principal()));
		if (event.actor().session() != null) {
			message.append(' ').append(event.actor().session());
		}
		Object what = event.data().get(event.data().containsKey("outcome") ? "outcome" : "form");
		if (what != null) {
			String text = String.valueOf(oneLine(what));
			message.append(": ").append((text.length() <= MAX_FORM) ? text : text.substring(0, MAX_FORM) + "…");
		}
		return message.toString();
	}

	// what somebody typed must not look like another line of the log, nor control a
	// terminal
	private static Object oneLine(Object value) {
		return (value instanceof Number) ? value : VisibleText
			.line(String.valueOf(value).replace("\\", "\\\\").replace("\r", "\\r").replace("\n", "\\n"));
	}

}
