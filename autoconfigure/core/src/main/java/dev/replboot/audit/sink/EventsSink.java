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

import java.lang.reflect.UndeclaredThrowableException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.context.ApplicationEventPublisher;

import dev.replboot.audit.AuditSink;
import dev.replboot.audit.ReplAuditEvent;
import dev.replboot.runtime.stop.Callbacks;

/**
 * Publishes Spring Boot's audit events, for whichever {@code AuditEventRepository} and
 * listeners the application has.
 */
public final class EventsSink implements AuditSink {

	/**
	 * The sink's name.
	 */
	public static final String NAME = "events";

	private final ApplicationEventPublisher publisher;

	/**
	 * Create the sink.
	 * @param publisher where events go
	 */
	public EventsSink(ApplicationEventPublisher publisher) {
		this.publisher = publisher;
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public boolean isDirect() {
		return true;
	}

	@Override
	public void write(List<ReplAuditEvent> events) {
		for (ReplAuditEvent event : events) {
			Map<String, Object> data = new LinkedHashMap<>(event.entries());
			data.remove("type");
			data.remove("principal");
			AuditApplicationEvent published = new AuditApplicationEvent(event.at().toInstant(),
					event.actor().principal(), event.type().name(), data);
			// somebody's listener must not hold up everybody else's evaluations
			Callbacks.lend(() -> publish(published));
		}
	}

	// what Spring says of a method that fails has the whole event in it
	private void publish(AuditApplicationEvent event) {
		try {
			this.publisher.publishEvent(event);
		}
		catch (RuntimeException | Error ex) {
			Throwable thrown = (ex instanceof UndeclaredThrowableException && ex.getCause() != null) ? ex.getCause()
					: ex;
			throw new IllegalStateException("a listener of Spring Boot's audit events failed: " + thrown, ex);
		}
	}

}
