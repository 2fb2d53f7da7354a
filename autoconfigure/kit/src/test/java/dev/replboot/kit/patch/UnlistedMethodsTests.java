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

import java.io.IOException;
import java.io.InputStream;
import java.util.function.IntUnaryOperator;

import net.bytebuddy.agent.ByteBuddyAgent;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Patches a class that refers to a class which isn't there, as those of optional
 * dependencies.
 */
@NullUnmarked
@Tag("plain")
class UnlistedMethodsTests {

	private final ClassPatcher classes = new ClassPatcher(ByteBuddyAgent.install());

	private IntUnaryOperator report;

	@BeforeEach
	void load() throws Exception {
		this.report = (IntUnaryOperator) new Loader().loadClass(Report.class.getName())
			.getDeclaredConstructor()
			.newInstance();
		assertThatExceptionOfType(NoClassDefFoundError.class)
			.isThrownBy(() -> this.report.getClass().getDeclaredMethods());
	}

	@Test
	void methodBesideOneOfAMissingTypeIsPatched() throws Exception {
		for (String text : new String[] { "applyAsInt", "applyAsInt(int)", "private static int twice(int)" }) {
			PatchedMethod patch = patch(text, (self, given, proceed) -> 1000 + (Integer) proceed.call(null));
			assertThat(this.report.applyAsInt(2)).isEqualTo(4);
			patch.apply();
			assertThat(this.report.applyAsInt(2)).as(text).isEqualTo(1004);
			patch.undo();
			assertThat(this.report.applyAsInt(2)).isEqualTo(4);
			assertThat(patch.calls()).isEqualTo(1);
		}
	}

	@Test
	void whatCannotBePatchedIsRefused() {
		assertThatExceptionOfType(PatchRefusedException.class)
			.isThrownBy(() -> patch("chart", (self, given, proceed) -> null))
			.withMessageStartingWith("chart(Missing) of ")
			.withMessageContaining("takes or gives a class that isn't there");
		assertThatExceptionOfType(PatchRefusedException.class)
			.isThrownBy(() -> patch("none", (self, given, proceed) -> null))
			.withMessageContaining("It declares applyAsInt(int), twice(int), chart(Missing)");
	}

	private PatchedMethod patch(String method, PatchBody body) {
		Counter counter = new Counter(new Counter.Brake(0, null, (failure) -> {
		}, Throwable::printStackTrace));
		return new PatchedMethod(new PatchPlaces(() -> this.classes).find(this.report, method, false), body, counter);
	}

	/**
	 * What is patched.
	 */
	public static class Report implements IntUnaryOperator {

		@Override
		public int applyAsInt(int number) {
			return twice(number);
		}

		private static int twice(int number) {
			return 2 * number;
		}

		Object chart(Missing chart) {
			return chart;
		}

	}

	/**
	 * What isn't there.
	 */
	static class Missing {

	}

	private static final class Loader extends ClassLoader {

		private Loader() {
			super(UnlistedMethodsTests.class.getClassLoader());
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			if (name.equals(Missing.class.getName())) {
				throw new ClassNotFoundException(name);
			}
			return name.equals(Report.class.getName()) ? defined(name) : super.loadClass(name, resolve);
		}

		private Class<?> defined(String name) throws ClassNotFoundException {
			Class<?> known = findLoadedClass(name);
			if (known != null) {
				return known;
			}
			try (InputStream code = getResourceAsStream(name.replace('.', '/') + ".class")) {
				byte[] all = code.readAllBytes();
				return defineClass(name, all, 0, all.length);
			}
			catch (IOException ex) {
				throw new ClassNotFoundException(name, ex);
			}
		}

	}

}
