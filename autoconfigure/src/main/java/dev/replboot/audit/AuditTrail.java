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

package dev.replboot.audit;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes what happened as Spring Boot's audit events, for whichever
 * {@code AuditEventRepository} and listeners the application has.
 *
 * @since 0.1.0
 */
public final class AuditTrail {

	private final ApplicationEventPublisher publisher;

	/**
	 * Create the trail.
	 * @param publisher where events go
	 */
	public AuditTrail(ApplicationEventPublisher publisher) {
		this.publisher = publisher;
	}

	/**
	 * Publish an event.
	 * @param principal who did it
	 * @param type what was done
	 * @param data what there is to know about it; entries without a value are left out
	 */
	public void publish(String principal, AuditType type, Map<String, ? extends @Nullable Object> data) {
		Map<String, Object> present = new LinkedHashMap<>();
		data.forEach((key, value) -> {
			if (value != null) {
				present.put(key, value);
			}
		});
		this.publisher.publishEvent(new AuditApplicationEvent(principal, type.name(), present));
	}

}
