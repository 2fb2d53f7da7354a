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

package dev.replboot.test.kit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import kotlin.LazyKt;
import kotlin.Pair;
import kotlin.Triple;
import kotlin.UInt;
import kotlin.Unit;
import kotlin.collections.CollectionsKt;
import kotlin.ranges.IntRange;
import org.junit.jupiter.api.Test;
import org.springframework.util.ReflectionUtils;

import dev.replboot.kit.ObjectViews;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code show} of what Kotlin's compiler has made, without JPA: the data classes, lazy
 * properties, values and sequences of Kotlin's own library.
 */
class KotlinShowTests {

	private final ObjectViews views = new ObjectViews(() -> null);

	@Test
	void dataClassHasItsProperties() {
		assertThat(this.views.view(new Pair<>(1, new Triple<>("a", null, List.of(2)))))
			.hasToString("{first=1, second=(a, null, [2])}");
		assertThat(this.views.view(new Triple<>("a", null, Unit.INSTANCE)))
			.hasToString("{first=a, second=null, third=kotlin.Unit}");
	}

	@Test
	void lazyPropertyIsNotComputed() {
		Object holder = new Pair<>("x", LazyKt.lazy(() -> {
			throw new IllegalStateException("computed");
		}));
		assertThat(this.views.view(holder)).hasToString("{first=x, second=Lazy value not initialized yet.}");
	}

	@Test
	void valueOfKotlinIsItsText() {
		Object unsigned = ReflectionUtils.invokeMethod(
				Objects.requireNonNull(ReflectionUtils.findMethod(UInt.class, "box-impl", int.class)), null, -1);
		assertThat(unsigned).isInstanceOf(UInt.class);
		assertThat(this.views.view(unsigned)).hasToString("{value=4294967295}");
	}

	@Test
	void elementsOfASequenceHaveRows() {
		List<Object> all = new ArrayList<>();
		Objects.requireNonNull(this.views.elements(CollectionsKt.asSequence(Arrays.asList(1, null, 3))))
			.forEachRemaining(all::add);
		assertThat(all).containsExactly(1, null, 3);
		assertThat(this.views.elements(new IntRange(1, 3))).as("an Iterable, as any").isNull();
	}

}
