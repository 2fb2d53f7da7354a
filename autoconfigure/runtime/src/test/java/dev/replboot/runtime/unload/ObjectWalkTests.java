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

package dev.replboot.runtime.unload;

import java.util.List;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a walk says of its bounds, because "nothing was found" means something else then.
 */
@Tag("plain")
class ObjectWalkTests {

	private static final Object CHAIN = List.of(List.of(List.of(List.of(new Object()))));

	@Test
	void walkThatHasSeenAllIsWhole() {
		assertThat(walked(300, () -> false).isWhole()).isTrue();
	}

	@Test
	void walkThatMayNotSeeAsManyObjectsIsNotWhole() {
		assertThat(walked(2, () -> false).isWhole()).isFalse();
	}

	@Test
	void walkWhoseTimeIsOverIsNotWhole() {
		assertThat(walked(300, () -> true).isWhole()).isFalse();
	}

	private static ObjectWalk walked(int mostObjects, BooleanSupplier timeOver) {
		RuntimeOwnership runtime = new RuntimeOwnership(new ClassLoader() {
		}, "repl-0");
		ObjectWalk walk = new ObjectWalk(runtime, (type) -> true, new Links(false), new CacheRelease(runtime, false),
				mostObjects, timeOver);
		walk.from("static field", CHAIN);
		walk.walk();
		return walk;
	}

}
