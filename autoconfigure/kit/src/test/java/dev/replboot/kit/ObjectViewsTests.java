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

package dev.replboot.kit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is shown of an object. That nothing but its fields is asked shows in the methods
 * that fail.
 */
@SuppressWarnings("unused")
@Tag("plain")
class ObjectViewsTests {

	private final ObjectViews views = new ObjectViews(() -> null);

	private List<Object> elements(Object object) {
		Iterator<?> elements = Objects.requireNonNull(this.views.elements(object));
		List<Object> all = new ArrayList<>();
		elements.forEachRemaining(all::add);
		return all;
	}

	@Test
	void fieldsAreShownInheritedOnesFirst() {
		assertThat(this.views.view(new Derived())).hasToString("{base=1, own=two}");
		assertThat(this.views.view(new Point(1, 2))).hasToString("{x=1, y=2}");
	}

	@Test
	void partsAreShownInTheirCellAlsoInAnOptional() {
		Whole whole = new Whole();
		assertThat(this.views.view(whole)).containsEntry("point", new Point(1, 2))
			.containsEntry("part", Map.of("name", "x"))
			.containsEntry("maybe", Map.of("name", "y"))
			.containsEntry("none", null);
	}

	@Test
	void cycleEnds() {
		Link link = new Link();
		link.next = link;
		assertThat(this.views.view(link).toString()).hasSizeLessThan(200);
	}

	@Test
	void delegateOfKotlinIsShownAsItsPropertyAndIsNotAsked() {
		assertThat(this.views.view(new Delegating())).containsOnlyKeys("fromMap", "unknown", "lazy")
			.containsEntry("fromMap", 5)
			.containsEntry("unknown", Map.of("other", 1))
			.hasEntrySatisfying("lazy", (value) -> assertThat(value).hasToString("not computed"));
	}

	@Test
	void whatClojureAddsToAProxyIsNotShown() {
		assertThat(this.views.view(new ClojureProxy())).containsOnlyKeys("own");
	}

	@Test
	void elementsOfWhatStandsForOthersHaveRows() {
		assertThat(elements(Optional.of("a"))).containsExactly("a");
		assertThat(elements(Optional.empty())).isEmpty();
		assertThat(elements(Stream.of("a", "b"))).containsExactly("a", "b");
		assertThat(elements(IntStream.range(0, 3))).containsExactly(0, 1, 2);
		assertThat(elements(List.of("a").iterator())).containsExactly("a");
		assertThat(elements(new Point[] { new Point(1, 2), null })).containsExactly(new Point(1, 2), null);
		for (Object single : Arrays.asList("text", 1, null, new Point(1, 2), Map.of("a", 1),
				new Object[] { 1, "a row of a query" })) {
			assertThat(this.views.elements(single)).isNull();
		}
	}

	private static class Base {

		private final int base = 1;

	}

	private static final class Derived extends Base {

		private final String own = "two";

		String getOwn() {
			throw new IllegalStateException("was asked");
		}

	}

	private record Point(int x, int y) {

	}

	private static final class Part {

		private final String name;

		private Part(String name) {
			this.name = name;
		}

	}

	private static final class Whole {

		private final Point point = new Point(1, 2);

		private final Part part = new Part("x");

		private final Optional<Part> maybe = Optional.of(new Part("y"));

		private final Optional<Part> none = Optional.empty();

	}

	private static final class Link {

		private Object next = this;

	}

	/**
	 * As Kotlin's compiler writes {@code val fromMap by map} and
	 * {@code val lazy by lazy}.
	 */
	@SuppressWarnings("checkstyle:MemberName")
	private static final class Delegating {

		private final Map<String, Object> fromMap$delegate = Map.of("fromMap", 5);

		private final Map<String, Object> unknown$delegate = Map.of("other", 1);

		private final Object lazy$delegate = new Object() {

			@Override
			public String toString() {
				return "not computed";
			}

		};

	}

	@SuppressWarnings("checkstyle:MemberName")
	private static final class ClojureProxy {

		private final Object __clojureFnMap = Map.of();

		private final int own = 1;

	}

}
