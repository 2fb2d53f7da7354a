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

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReturnedClasses}.
 */
@Tag("plain")
class ReturnedClassesTests {

	private final ReturnedClasses classes = new ReturnedClasses();

	@Test
	void classThatOnlyThePatchGivesIsThePatchs() {
		this.classes.add(new ArrayList<>(List.of(1)), "text", 1);
		assertThat(this.classes.has("java.util.ArrayList")).isTrue();
		assertThat(this.classes.has("java.lang.Integer")).isTrue();
		assertThat(this.classes.has("java.lang.String")).isFalse();
	}

	@Test
	void classThatAPatchPassesOnIsTheOriginals() {
		this.classes.add(new ArrayList<>(List.of(1)), null, 1);
		this.classes.addOriginal(new ArrayList<>(List.of("text")), 2);
		assertThat(this.classes.has("java.util.ArrayList")).isFalse();
		assertThat(this.classes.has("java.lang.Integer")).isTrue();
	}

	@Test
	void nobodyKnowsWhoseClassesAreWhenThereAreTooMany() throws Exception {
		this.classes.add(new ArrayList<>(), null, 1);
		for (int i = 0; i <= 100; i++) {
			Class<?> array = Class.forName("[".repeat(i + 1) + "I");
			this.classes.addOriginal(Array.newInstance(array.getComponentType(), 0), 2);
		}
		assertThat(this.classes.has("java.util.ArrayList")).isFalse();
	}

}
