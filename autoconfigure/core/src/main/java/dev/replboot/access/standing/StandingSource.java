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

package dev.replboot.access.standing;

import org.jspecify.annotations.Nullable;

import dev.replboot.access.ReplPrincipal;

/**
 * Finds out how the application can be asked about principals. A bean of this type takes
 * the place of what asks user details services and introspectors.
 *
 * @since 0.1.0
 */
public interface StandingSource {

	/**
	 * Asks about nobody.
	 */
	StandingSource NONE = new StandingSource() {

		@Override
		public boolean asksAbout(ReplPrincipal principal) {
			return false;
		}

		@Override
		public Found find(ReplPrincipal principal) {
			return Found.NOTHING;
		}

	};

	/**
	 * Whether there is anything to find out about a principal. Doesn't block.
	 * @param principal the principal
	 * @return whether {@link #find} is to be called
	 */
	default boolean asksAbout(ReplPrincipal principal) {
		return true;
	}

	/**
	 * Find out how to ask about a principal who has just been authenticated. May block.
	 * @param principal the principal
	 * @return what was found
	 * @throws RuntimeException if the application can't say
	 */
	Found find(ReplPrincipal principal);

	/**
	 * What was found.
	 *
	 * @param standing asks from now on, or {@code null} when nobody can be asked
	 * @param fault why the principal may not use the REPL even now, a sentence, or
	 * {@code null}
	 * @param notice that nobody can be asked and why, a sentence, or {@code null}
	 */
	record Found(@Nullable Standing standing, @Nullable String fault, @Nullable String notice) {

		/**
		 * That there is nothing to ask.
		 */
		public static final Found NOTHING = new Found(null, null, null);

		/**
		 * How the application is asked.
		 * @return a sentence, or {@code null} when that is no question
		 */
		public @Nullable String words() {
			return (this.standing != null) ? this.standing.words() : this.notice;
		}

	}

}
