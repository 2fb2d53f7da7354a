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

package dev.replboot.endpoint;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.replboot.lifecycle.Lease;
import dev.replboot.lifecycle.OpenedRepl;
import dev.replboot.listener.ListenerAddress;
import dev.replboot.text.VisibleText;

/**
 * The answer to opening.
 *
 * @param token the token to send as the first line; shown this once
 * @param principal whose token it is
 * @param openedBy who opened the REPL
 * @param reason why it was opened, or {@code null}
 * @param endsAt when it closes by itself
 * @param listeners where to connect, with lines to copy
 * @param note what else to know, or {@code null}
 */
public record OpenedDescriptor(String token, String principal, String openedBy, @Nullable String reason, Instant endsAt,
		List<ListenerAddress> listeners, @Nullable String note) {

	private static final String KEPT = "The REPL was open already and its lease is unchanged."
			+ " To change it, close the REPL and open it again.";

	public OpenedDescriptor {
		principal = VisibleText.line(principal);
		openedBy = VisibleText.line(openedBy);
		reason = VisibleText.lineOrNull(reason);
	}

	/**
	 * Without the token: Spring's web frameworks log what they write.
	 */
	@Override
	public String toString() {
		return "OpenedDescriptor[principal=" + this.principal + ", openedBy=" + this.openedBy + ", endsAt="
				+ this.endsAt + "]";
	}

	static OpenedDescriptor of(OpenedRepl opened, String principal, boolean askedForTtl) {
		Lease lease = opened.lease();
		return new OpenedDescriptor(opened.token(), principal, lease.openedBy(), lease.reason(), lease.endsAt(),
				opened.listeners(), note(opened, askedForTtl));
	}

	private static @Nullable String note(OpenedRepl opened, boolean askedForTtl) {
		List<String> sentences = new ArrayList<>();
		if (!opened.opened() && askedForTtl) {
			sentences.add(KEPT);
		}
		Instant expiry = opened.expiresAt();
		if (expiry != null && expiry.isBefore(opened.lease().endsAt())) {
			sentences.add("The token ends at " + expiry + ", with the credentials that it was asked with.");
		}
		if (opened.notice() != null) {
			sentences.add(VisibleText.line(opened.notice()));
		}
		return sentences.isEmpty() ? null : String.join(" ", sentences);
	}

}
