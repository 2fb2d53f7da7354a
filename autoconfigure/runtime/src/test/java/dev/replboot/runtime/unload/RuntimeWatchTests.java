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

import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.GenericApplicationContext;

import dev.replboot.runtime.AppClass;
import dev.replboot.runtime.ClosedRuntime;
import dev.replboot.runtime.TestBeans;
import dev.replboot.runtime.TestRuntime;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that what is said of a closed runtime is what the JVM does.
 */
@Tag("optimized")
class RuntimeWatchTests {

	@Test
	void objectThatTheApplicationKeepsIsNamedUntilItIsLetGoOf() {
		try (GenericApplicationContext context = TestBeans.context()) {
			AppClass bean = context.getBean(AppClass.class);
			String name = close(context,
					"(.register (bean \"appClass\") (reify dev.replboot.runtime.Greeter (greet [_ w] w)))");
			assertThat(find(name)).singleElement().satisfies((closed) -> {
				assertThat(closed.stays()).isFalse();
				assertThat(closed.message()).contains(name + " isn't collected yet").contains("GC.run");
			});
			ClosedRuntime staying = collectUntilItStays(name);
			assertThat(staying.heldBy()).anySatisfy(
					(path) -> assertThat(path).startsWith("bean \"appClass\".greeters[…]: an instance of user$"));
			assertThat(staying.message()).contains(name + " stays in memory");
			bean.greeters.clear();
			Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> {
				System.gc();
				return find(name).isEmpty();
			});
		}
	}

	@Test
	void whatCannotBeSeenFromInsideNamesTheCommandThatShowsIt() {
		try (GenericApplicationContext context = TestBeans.context()) {
			String name = close(context, "(do (def cv (proxy [java.lang.ClassValue] [] (computeValue [c] (fn []))))"
					+ " (.get ^java.lang.ClassValue cv String) 1)");
			ClosedRuntime staying = collectUntilItStays(name);
			assertThat(staying.heldBy()).isEmpty();
			assertThat(staying.message()).contains("GC.heap_dump").contains("RuntimeClassLoader").contains(name);
		}
	}

	private static String close(GenericApplicationContext context, String form) {
		TestRuntime repl = TestBeans.repl(context);
		TestRuntime.Running running = repl.start(form);
		running.output.join();
		String name = String.valueOf(running.engineLoader().getName());
		repl.unload();
		return name;
	}

	private static List<ClosedRuntime> find(String name) {
		return TestRuntime.WATCH.remaining().stream().filter((closed) -> closed.runtime().equals(name)).toList();
	}

	private static ClosedRuntime collectUntilItStays(String name) {
		Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> {
			System.gc();
			return find(name).stream().anyMatch(ClosedRuntime::stays);
		});
		return find(name).get(0);
	}

}
