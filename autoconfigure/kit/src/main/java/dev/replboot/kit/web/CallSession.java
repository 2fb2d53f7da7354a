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

package dev.replboot.kit.web;

import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP session that lives as long as a call. It is in no store of the application's,
 * and no listener of the application hears of it.
 */
final class CallSession implements HttpSession {

	private final Map<String, Object> attributes = new ConcurrentHashMap<>();

	private final long created = System.currentTimeMillis();

	private final ServletContext context;

	private final boolean fresh;

	private volatile String id = newId();

	private volatile int interval;

	private volatile boolean invalid;

	CallSession(ServletContext context, Map<String, Object> attributes) {
		this.context = context;
		this.fresh = attributes.isEmpty();
		this.attributes.putAll(attributes);
	}

	private static String newId() {
		return "call-" + UUID.randomUUID();
	}

	Map<String, Object> attributes() {
		return this.attributes;
	}

	boolean isInvalid() {
		return this.invalid;
	}

	void changeId() {
		this.id = newId();
	}

	private Map<String, Object> valid() {
		if (this.invalid) {
			throw new IllegalStateException("The session is invalidated");
		}
		return this.attributes;
	}

	@Override
	public long getCreationTime() {
		valid();
		return this.created;
	}

	@Override
	public String getId() {
		return this.id;
	}

	@Override
	public long getLastAccessedTime() {
		valid();
		return this.created;
	}

	@Override
	public ServletContext getServletContext() {
		return this.context;
	}

	@Override
	public void setMaxInactiveInterval(int interval) {
		this.interval = interval;
	}

	@Override
	public int getMaxInactiveInterval() {
		return this.interval;
	}

	@Override
	public @Nullable Object getAttribute(String name) {
		return valid().get(name);
	}

	@Override
	public Enumeration<String> getAttributeNames() {
		return Collections.enumeration(List.copyOf(valid().keySet()));
	}

	@Override
	public void setAttribute(String name, @Nullable Object value) {
		if (value == null) {
			removeAttribute(name);
			return;
		}
		Object before = valid().put(name, value);
		if (before != value) {
			if (value instanceof HttpSessionBindingListener listener) {
				listener.valueBound(new HttpSessionBindingEvent(this, name, value));
			}
			unbound(name, before);
		}
	}

	@Override
	public void removeAttribute(String name) {
		unbound(name, valid().remove(name));
	}

	private void unbound(String name, @Nullable Object value) {
		if (value instanceof HttpSessionBindingListener listener) {
			listener.valueUnbound(new HttpSessionBindingEvent(this, name, value));
		}
	}

	@Override
	public void invalidate() {
		for (String name : List.copyOf(valid().keySet())) {
			removeAttribute(name);
		}
		this.invalid = true;
	}

	@Override
	public boolean isNew() {
		valid();
		return this.fresh;
	}

}
