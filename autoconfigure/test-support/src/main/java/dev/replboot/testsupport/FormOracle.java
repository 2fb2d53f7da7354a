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

package dev.replboot.testsupport;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

/**
 * Says what plain Clojure makes of a text: which forms its reader refuses, and which
 * {@linkplain Hits hits} are left by those before. In a class loader of its own, as
 * {@link BareRepl} is.
 */
public final class FormOracle implements AutoCloseable {

	private final URLClassLoader loader;

	private final Object run;

	private final Object load;

	private final Object readable;

	public FormOracle() {
		this.loader = new URLClassLoader(jars(), ClassLoader.getPlatformClassLoader());
		try (InputStream in = FormOracle.class.getResourceAsStream("form-oracle.clj")) {
			String code = new String(in.readAllBytes(), StandardCharsets.UTF_8);
			call(var("clojure.core", "load-string"), code);
			this.run = var("form-oracle", "run");
			this.load = var("form-oracle", "load-text");
			this.readable = var("form-oracle", "readable?");
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Read and evaluate a text.
	 * @param text the text
	 * @param readCond whether reader conditionals are read
	 * @param toFirstError whether an error of a form ends it; else only one of the reader
	 * @return what comes of it
	 */
	public Answer run(String text, boolean readCond, boolean toFirstError) {
		return answer((Map<?, ?>) call(this.run, text, readCond, toFirstError));
	}

	/**
	 * Load a text as {@code load-file} loads a file. Only the last value is printed.
	 * @param text the text
	 * @return what comes of it
	 */
	public Answer load(String text) {
		return answer((Map<?, ?>) call(this.load, text));
	}

	private static Answer answer(Map<?, ?> answer) {
		List<Long> hits = ((List<?>) answer.get("hits")).stream().map(Long.class::cast).toList();
		return new Answer(hits, (String) answer.get("refused"));
	}

	/**
	 * Whether all forms of a text can be read. Evaluates nothing.
	 * @param text the text
	 * @param readCond whether reader conditionals are read
	 * @return whether the reader takes it
	 */
	public boolean isReadable(String text, boolean readCond) {
		return (boolean) call(this.readable, text, readCond);
	}

	private Object var(String namespace, String name) {
		return inLoader(() -> this.loader.loadClass("clojure.java.api.Clojure")
			.getMethod("var", Object.class, Object.class)
			.invoke(null, namespace, name));
	}

	private Object call(Object function, Object... arguments) {
		Class<?>[] types = new Class<?>[arguments.length];
		Arrays.fill(types, Object.class);
		return inLoader(() -> function.getClass().getMethod("invoke", types).invoke(function, arguments));
	}

	// Clojure loads and compiles with the loader of the thread's context
	private Object inLoader(Callable<Object> call) {
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		thread.setContextClassLoader(this.loader);
		try {
			return call.call();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

	private static URL[] jars() {
		List<URL> urls = new ArrayList<>();
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
			if (entry.contains("org" + File.separator + "clojure")) {
				try {
					urls.add(new File(entry).toURI().toURL());
				}
				catch (MalformedURLException ex) {
					throw new IllegalStateException(ex);
				}
			}
		}
		return urls.toArray(new URL[0]);
	}

	@Override
	public void close() {
		try {
			this.loader.close();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What comes of a text.
	 *
	 * @param hits the hits of the forms that were read
	 * @param refused why the reader refused the first form that can't be read, or
	 * {@code null} when all can
	 */
	public record Answer(List<Long> hits, @Nullable String refused) {

		/**
		 * Whether the text ended within a form.
		 * @return whether more of it would be waited for
		 */
		public boolean isOpen() {
			return this.refused != null && this.refused.contains("EOF while reading");
		}

	}

}
