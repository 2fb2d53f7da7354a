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

package dev.replboot.eval;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.replboot.endpoint.ReplEndpoint;
import dev.replboot.kit.KitAudit;
import dev.replboot.lifecycle.ReplLifecycle;
import dev.replboot.text.VisibleText;
import dev.replboot.twin.console.Dialogue;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which classes are of this REPL.
 */
@Tag("plain")
class OwnCodeTests {

	@ParameterizedTest
	@ValueSource(
			classes = { VisibleText.class, ReplLifecycle.class, KitAudit.class, Dialogue.class, ReplEndpoint.class })
	void classOfEachArtifactIs(Class<?> type) {
		assertThat(OwnCode.contains(type)).isTrue();
	}

	@Test
	void classOfTheApplicationInAPackageOfTheSameNameIsNot() {
		assertThat(OwnCode.contains(OwnCodeTests.class)).isFalse();
	}

	@Test
	void classOfJavaIsNot() {
		assertThat(OwnCode.contains(String.class)).isFalse();
	}

}
