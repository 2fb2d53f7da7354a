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

import java.io.Writer;
import java.sql.Time;
import java.util.Date;
import java.util.Map;

import clojure.lang.AFn;
import clojure.lang.IFn;
import clojure.lang.MultiFn;
import clojure.lang.RT;
import clojure.lang.TaggedLiteral;
import clojure.lang.Util;
import clojure.lang.Var;
import org.jspecify.annotations.Nullable;

/**
 * Lets values that were read be constants in compiled code, which the compiler writes
 * down with {@code print-dup}. In a Clojure that belongs to the application it adds what
 * isn't there, and takes that away again when the REPL is closed.
 */
final class ConstantValues extends AFn {

	private static final IFn PRINT_DUP = RT.var("clojure.core", "print-dup");

	private final ValueTags.@Nullable Tag tag;

	private ConstantValues(ValueTags.@Nullable Tag tag) {
		this.tag = tag;
	}

	static void install() {
		MultiFn printDup = (MultiFn) ((Var) PRINT_DUP).deref();
		for (Map.Entry<Class<?>, ValueTags.Tag> entry : ValueTags.byClass().entrySet()) {
			printDup.addMethod(entry.getKey(), new ConstantValues(entry.getValue()));
		}
		printDup.addMethod(TaggedLiteral.class, new ConstantValues(null));
	}

	/**
	 * Add a method for each class that has none.
	 */
	static void installMissing() {
		MultiFn printDup = (MultiFn) ((Var) PRINT_DUP).deref();
		for (Map.Entry<Class<?>, ValueTags.Tag> entry : ValueTags.byClass().entrySet()) {
			if (!printDup.getMethodTable().containsKey(entry.getKey())) {
				printDup.addMethod(entry.getKey(), new ConstantValues(entry.getValue()));
			}
		}
		if (!printDup.getMethodTable().containsKey(TaggedLiteral.class)) {
			printDup.addMethod(TaggedLiteral.class, new ConstantValues(null));
		}
	}

	/**
	 * Take away the methods that were added, unless somebody else's are there now.
	 */
	static void uninstall() {
		MultiFn printDup = (MultiFn) ((Var) PRINT_DUP).deref();
		ValueTags.byClass().keySet().forEach((type) -> uninstall(printDup, type));
		uninstall(printDup, TaggedLiteral.class);
	}

	private static void uninstall(MultiFn printDup, Class<?> type) {
		if (printDup.getMethodTable().valAt(type) instanceof ConstantValues) {
			printDup.removeMethod(type);
		}
	}

	@Override
	public @Nullable Object invoke(Object value, Object writer) {
		try {
			Writer out = (Writer) writer;
			if (this.tag == null) {
				TaggedLiteral literal = (TaggedLiteral) value;
				out.write("#=(clojure.lang.TaggedLiteral/create ");
				PRINT_DUP.invoke(literal.tag, out);
				out.write(" ");
				PRINT_DUP.invoke(literal.form, out);
				out.write(")");
				return null;
			}
			if (value instanceof java.sql.Date || value instanceof Time) {
				// their texts may leave something out
				out.write("#=(" + value.getClass().getName() + ". " + ((Date) value).getTime() + ")");
				return null;
			}
			out.write("#=(" + ValueTags.class.getName() + "/read \"" + this.tag.name() + "\" ");
			PRINT_DUP.invoke(this.tag.content().apply(value), out);
			out.write(")");
			return null;
		}
		catch (Exception ex) {
			throw Util.sneakyThrow(ex);
		}
	}

}
