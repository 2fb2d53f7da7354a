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

import dev.replboot.access.ReplPrincipal;
import dev.replboot.text.VisibleText;

/**
 * A patch, to be shown.
 *
 * @param id the patch's id, as {@code revert!} takes it
 * @param type the name of the class
 * @param method the method's name and the types of its parameters
 * @param author the name of the principal who made it
 * @param authorSource where that name comes from
 * @param session the session that it was made in
 * @param reason why, or {@code null}
 * @param since since when it is in force
 * @param until when it ends by itself, or {@code null} when it ends with its session
 * @param calls how often it was called
 * @param errors how many of these calls failed or took too long
 * @param lastError why the last of them failed, or {@code null}
 * @param originalSha256 the SHA-256 of the code that the JVM hands out for the class,
 * which isn't that of the class file; empty for a Clojure function
 * @param overwritten whether what it patches was defined again or replaced by another
 * agent, so that it isn't called
 */
public record PatchView(String id, String type, String method, String author, String authorSource, String session,
		@Nullable String reason, Instant since, @Nullable Instant until, long calls, int errors,
		@Nullable String lastError, String originalSha256, boolean overwritten) {

	/**
	 * The patch as somebody else may be shown it: what its author typed controls no
	 * terminal.
	 * @return the patch
	 */
	public PatchView visible() {
		return new PatchView(this.id, this.type, VisibleText.line(this.method), VisibleText.line(this.author),
				VisibleText.line(this.authorSource), this.session, VisibleText.lineOrNull(this.reason), this.since,
				this.until, this.calls, this.errors, this.lastError, this.originalSha256, this.overwritten);
	}

	/**
	 * Whether a principal has made it.
	 * @param principal the principal
	 * @return whether it is the same one, not only of the same name
	 */
	public boolean isBy(ReplPrincipal principal) {
		return this.author.equals(principal.name()) && this.authorSource.equals(principal.source());
	}

	/**
	 * The same by name, as {@link #visible()} has it.
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
		properties.put("reason", VisibleText.lineOrNull(this.reason));
		properties.put("since", this.since.toString());
		properties.put("until", (this.until != null) ? this.until.toString() : "the session ends");
		properties.put("calls", this.calls);
		properties.put("errors", this.errors);
		properties.put("last-error", this.lastError);
		properties.put("original-sha256", this.originalSha256);
		if (this.overwritten) {
			properties.put("overwritten", true);
		}
		return properties;
	}

}
