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

package dev.replboot.kit.patch;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.replboot.text.VisibleText;

/**
 * A watch, to be shown.
 *
 * @param id the watch's id, as {@code revert!} takes it
 * @param type the name of the class
 * @param method the method's name and the types of its parameters
 * @param author the name of the principal who watches
 * @param authorSource where that name comes from
 * @param session the session that watches
 * @param since since when
 * @param calls how often the method was called
 * @param dropped how many calls of interest weren't noted
 */
public record WatchView(String id, String type, String method, String author, String authorSource, String session,
		Instant since, long calls, long dropped) {

	/**
	 * The method's name alone.
	 * @return the name
	 */
	public String name() {
		return this.method.substring(0, this.method.indexOf('('));
	}

	/**
	 * The same by name, fit to be shown on a terminal.
	 * @return the properties, in order
	 */
	public Map<String, @Nullable Object> properties() {
		Map<String, @Nullable Object> properties = new LinkedHashMap<>();
		properties.put("id", this.id);
		properties.put("class", this.type);
		properties.put("method", VisibleText.line(this.method));
		properties.put("author", VisibleText.line(this.author));
		properties.put("author-source", VisibleText.line(this.authorSource));
		properties.put("session", this.session);
		properties.put("since", this.since.toString());
		properties.put("calls", this.calls);
		properties.put("dropped", this.dropped);
		return properties;
	}

}
