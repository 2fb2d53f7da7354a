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

package dev.replboot.runtime.engine;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import clojure.lang.Associative;
import clojure.lang.Compiler;
import clojure.lang.Compiler.CompilerException;
import clojure.lang.LineNumberingPushbackReader;
import clojure.lang.LispReader;
import clojure.lang.RT;
import clojure.lang.Var;
import org.jspecify.annotations.Nullable;

/**
 * Loads sources as {@code Compiler.load} and {@code RT.load} do, but evaluates each form
 * by {@link PolledEvaluation}.
 */
final class PolledLoading {

	private static final Object END = new Object();

	private static final Var WARN_ON_REFLECTION = RT.var("clojure.core", "*warn-on-reflection*");

	private final PolledEvaluation evaluation;

	PolledLoading(PolledEvaluation evaluation) {
		this.evaluation = evaluation;
	}

	/**
	 * Load what is read.
	 * @param reader where to read
	 * @param path the file's path, {@code null} for none
	 * @param name the file's name, {@code null} for none
	 * @return the value of the last form
	 */
	@Nullable Object load(Reader reader, @Nullable String path, @Nullable String name) {
		LineNumberingPushbackReader source = (reader instanceof LineNumberingPushbackReader numbering) ? numbering
				: new LineNumberingPushbackReader(reader);
		Object options = (path != null && path.endsWith(".cljc"))
				? RT.map(LispReader.OPT_READ_COND, LispReader.COND_ALLOW) : null;
		Var.pushThreadBindings(bindings(path, name));
		try {
			Object value = null;
			skipWhitespace(source);
			before(source);
			Object form = LispReader.read(source, false, END, false, options);
			while (form != END) {
				skipWhitespace(source);
				Compiler.LINE_AFTER.set(source.getLineNumber());
				Compiler.COLUMN_AFTER.set(source.getColumnNumber());
				value = this.evaluation.eval(form);
				before(source);
				form = LispReader.read(source, false, END, false, options);
			}
			return value;
		}
		catch (LispReader.ReaderException ex) {
			throw new CompilerException(path, ex.line, ex.column, null, CompilerException.PHASE_READ, ex.getCause());
		}
		catch (CompilerException ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new CompilerException(path, (Integer) Compiler.LINE_BEFORE.deref(),
					(Integer) Compiler.COLUMN_BEFORE.deref(), null, CompilerException.PHASE_EXECUTION, ex);
		}
		finally {
			Var.popThreadBindings();
		}
	}

	private Associative bindings(@Nullable String path, @Nullable String name) {
		Associative bindings = (Associative) RT.map(Compiler.LOADER, this.evaluation.newLoader(), Compiler.SOURCE_PATH,
				path, Compiler.SOURCE, name, Compiler.METHOD, null, Compiler.LOCAL_ENV, null, Compiler.LOOP_LOCALS,
				null, Compiler.NEXT_LOCAL_NUM, 0, Compiler.LINE_BEFORE, 1, Compiler.COLUMN_BEFORE, 1);
		bindings = bindings.assoc(Compiler.LINE_AFTER, 1).assoc(Compiler.COLUMN_AFTER, 1);
		bindings = bindings.assoc(RT.READEVAL, Boolean.TRUE).assoc(Compiler.LINE, 0).assoc(Compiler.COLUMN, 0);
		for (Var kept : new Var[] { RT.CURRENT_NS, RT.UNCHECKED_MATH, WARN_ON_REFLECTION, RT.DATA_READERS }) {
			bindings = bindings.assoc(kept, kept.deref());
		}
		return bindings;
	}

	private static void before(LineNumberingPushbackReader source) {
		Compiler.LINE_BEFORE.set(source.getLineNumber());
		Compiler.COLUMN_BEFORE.set(source.getColumnNumber());
	}

	private static void skipWhitespace(LineNumberingPushbackReader source) throws IOException {
		int character = source.read();
		while (Character.isWhitespace(character) || character == ',') {
			character = source.read();
		}
		if (character != -1) {
			source.unread(character);
		}
	}

	@Nullable Object loadFile(String name) throws IOException {
		Path file = new File(name).toPath();
		try (Reader reader = new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8)) {
			return load(reader, file.toAbsolutePath().toString(), String.valueOf(file.getFileName()));
		}
	}

	void loadResource(String name, boolean required) throws IOException {
		URL url = this.evaluation.sources().getResource(name);
		if (url != null) {
			load(url, name);
		}
		else if (required) {
			throw new FileNotFoundException("Could not locate Clojure resource on classpath: " + name);
		}
	}

	private void load(URL url, String name) throws IOException {
		try (Reader reader = new InputStreamReader(url.openStream(), StandardCharsets.UTF_8)) {
			load(reader, name, name.substring(name.lastIndexOf('/') + 1));
		}
	}

	/**
	 * Load a library: its source, unless the application brings a class file of it that
	 * is newer. A folder of sources always wins.
	 * @param path the library's path without an extension
	 * @param required whether it has to be there
	 * @throws Exception what loading it throws
	 */
	void loadLibrary(String path, boolean required) throws Exception {
		SourcePathLoader sources = this.evaluation.sources();
		String name = (sources.getResource(path + ".clj") != null) ? path + ".clj" : path + ".cljc";
		URL source = sources.getResource(name);
		String compiledName = path + RT.LOADER_SUFFIX + ".class";
		URL compiled = sources.getResource(compiledName);
		if (source != null && (compiled == null || sources.findSource(name) != null
				|| !isOlder(source, name, compiled, compiledName))) {
			load(source, name);
		}
		else {
			RT.load(path, required);
		}
	}

	private static boolean isOlder(URL source, String name, URL compiled, String compiledName) throws IOException {
		return RT.lastModified(compiled, compiledName) > RT.lastModified(source, name);
	}

}
