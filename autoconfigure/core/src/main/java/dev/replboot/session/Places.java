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

package dev.replboot.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.replboot.access.ReplPrincipal;
import dev.replboot.access.ReplRefusedException;

/**
 * The places that there are for sessions, and who has them. A session that is stuck gives
 * its place up when somebody needs it, and doesn't get it back: it would be one too many
 * as soon as its evaluation ends.
 */
final class Places {

	private final SessionBounds bounds;

	private final List<ReplSession> seated = new ArrayList<>();

	private final List<ReplSession> displaced = new ArrayList<>();

	private Places(SessionBounds bounds, Collection<ReplSession> all) {
		this.bounds = bounds;
		for (ReplSession session : all) {
			(session.isDisplaced() ? this.displaced : this.seated).add(session);
		}
		this.seated.sort(Comparator.comparing(ReplSession::since));
	}

	/**
	 * Find a place.
	 * @param bounds how many there are
	 * @param all the sessions that there are
	 * @param principal who needs one
	 * @return the sessions that have to give theirs up for it
	 * @throws ReplRefusedException if there is none
	 */
	static List<ReplSession> find(SessionBounds bounds, Collection<ReplSession> all, ReplPrincipal principal) {
		return new Places(bounds, all).find(principal);
	}

	private List<ReplSession> find(ReplPrincipal principal) {
		List<ReplSession> yielding = new ArrayList<>();
		List<ReplSession> own = of(principal, this.seated);
		if (own.size() >= this.bounds.perPrincipal()) {
			ReplSession stuck = stuck(own);
			if (stuck == null || of(principal, this.displaced).size() >= this.bounds.perPrincipal()) {
				throw refusal(principal.name() + " has " + this.bounds.perPrincipal() + " sessions already",
						"sessions-per-principal");
			}
			yielding.add(stuck);
			this.seated.remove(stuck);
		}
		boolean administrator = this.bounds.administrators().test(principal);
		if (this.seated.size() >= this.bounds.sessions() + (administrator ? 1 : 0)) {
			ReplSession stuck = stuck(this.seated);
			if (stuck == null) {
				throw refusal("There are already " + this.seated.size() + " sessions", "sessions");
			}
			yielding.add(stuck);
		}
		// others' code that can't be stopped keeps no administrator out
		if (!yielding.isEmpty() && !administrator && this.displaced.size() + yielding.size() > this.bounds.sessions()) {
			throw refusal("There are already " + this.displaced.size() + " sessions that can't be stopped", "sessions");
		}
		return yielding;
	}

	private static List<ReplSession> of(ReplPrincipal principal, List<ReplSession> sessions) {
		return sessions.stream().filter((session) -> session.principal().isSame(principal)).toList();
	}

	// the oldest
	private static @Nullable ReplSession stuck(List<ReplSession> sessions) {
		return sessions.stream().filter(ReplSession::isStuck).findFirst().orElse(null);
	}

	private static ReplRefusedException refusal(String what, String property) {
		return new ReplRefusedException(ReplRefusedException.Reason.LIMIT, what + " (repl.limits." + property
				+ "). End one with DELETE on the repl endpoint, or raise the property.");
	}

}
