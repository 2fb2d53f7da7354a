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

package dev.replboot.endpoint.web.reactive;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.server.WebFilter;

/**
 * Reads what Spring Security's reactive filters don't tell, for sentences and warnings
 * that say more. Nothing is decided by it alone.
 */
final class FilterFields {

	private static final Log logger = LogFactory.getLog(FilterFields.class);

	private FilterFields() {
	}

	static @Nullable Object read(Class<? extends WebFilter> type, String name, WebFilter filter) {
		Field field = ReflectionUtils.findField(type, name);
		if (field == null) {
			return null;
		}
		try {
			field.setAccessible(true);
			return ReflectionUtils.getField(field, filter);
		}
		catch (InaccessibleObjectException ex) {
			logger.debug("A filter of Spring Security can't be read", ex);
			return null;
		}
	}

}
