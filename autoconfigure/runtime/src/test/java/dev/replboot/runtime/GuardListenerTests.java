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

package dev.replboot.runtime;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Several guard listeners.
 */
@Tag("plain")
class GuardListenerTests {

	private final List<String> told = new ArrayList<>();

	@Test
	void eachIsTold() {
		GuardListener all = GuardListener.of(List.of(new Telling("a"), new Telling("b")));
		all.refused("System/exit");
		all.permitted("System/exit");
		assertThat(this.told).containsExactly("a refused", "b refused", "a permitted", "b permitted");
	}

	@Test
	void oneThatThrowsSilencesNoOther() {
		GuardListener failing = new GuardListener() {

			@Override
			public void refused(String what) {
				throw new AssertionError("broken");
			}

			@Override
			public void permitted(String what) {
				throw new IllegalStateException("not today");
			}

		};
		GuardListener all = GuardListener.of(List.of(failing, new Telling("b"), failing));
		assertThatThrownBy(() -> all.refused("System/exit")).isInstanceOf(AssertionError.class).hasMessage("broken");
		assertThatThrownBy(() -> all.permitted("System/exit")).hasMessage("not today");
		assertThat(this.told).containsExactly("b refused", "b permitted");
	}

	private final class Telling implements GuardListener {

		private final String name;

		private Telling(String name) {
			this.name = name;
		}

		@Override
		public void refused(String what) {
			GuardListenerTests.this.told.add(this.name + " refused");
		}

		@Override
		public void permitted(String what) {
			GuardListenerTests.this.told.add(this.name + " permitted");
		}

	}

}
