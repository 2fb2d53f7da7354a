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

package dev.replboot.runtime.launch;

import java.net.URL;
import java.net.URLClassLoader;

import clojure.lang.Namespace;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ApplicationNamespaces}, in class loaders of their own: other tests
 * make the process load Clojure.
 */
class ApplicationNamespacesTests {

	@Test
	void applicationThatHasLoadedNoClojureRunsNone() throws Exception {
		URL clojure = Namespace.class.getProtectionDomain().getCodeSource().getLocation();
		try (Application application = new Application(clojure)) {
			assertThat(ApplicationNamespaces.notice(application)).isNull();
			assertThat(application.hasLoaded("clojure.lang.Namespace")).isFalse();
		}
	}

	@Test
	void namespaceBesideClojuresOwnIsTheApplications() throws Exception {
		URL clojure = Namespace.class.getProtectionDomain().getCodeSource().getLocation();
		try (Application application = new Application(clojure)) {
			Class<?> symbols = application.loadClass("clojure.lang.Symbol");
			Object name = symbols.getMethod("intern", String.class).invoke(null, "acme.billing");
			application.loadClass("clojure.lang.Namespace").getMethod("findOrCreate", symbols).invoke(null, name);
			assertThat(ApplicationNamespaces.notice(application)).contains("the namespace acme.billing",
					"repl.runtime=shared");
		}
	}

	private static final class Application extends URLClassLoader {

		private Application(URL clojure) {
			super(new URL[] { clojure }, ClassLoader.getPlatformClassLoader());
		}

		private boolean hasLoaded(String name) {
			return findLoadedClass(name) != null;
		}

	}

}
