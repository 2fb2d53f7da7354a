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

import java.io.PushbackReader;
import java.io.StringReader;
import java.lang.reflect.Field;

import clojure.lang.AFn;
import clojure.lang.IFn;
import clojure.lang.LineNumberingPushbackReader;
import clojure.lang.LispReader;
import clojure.lang.RT;
import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.RuntimeLoadException;
import dev.replboot.runtime.StepHooks;

/**
 * Reports code that Clojure's reader is about to run ({@code #=}) before it runs, so that
 * nothing is evaluated without having been announced. It stands in front of the reader's
 * own macro function, which does the work.
 */
final class ReadTimeEvaluation extends AFn {

	private static final ThreadLocal<@Nullable StepHooks> CURRENT = new ThreadLocal<>();

	private final IFn original;

	private ReadTimeEvaluation(IFn original) {
		this.original = original;
	}

	static void install() {
		try {
			// no public way exists to add to the reader's dispatch table
			Field field = LispReader.class.getDeclaredField("dispatchMacros");
			field.setAccessible(true);
			IFn[] macros = (IFn[]) field.get(null);
			if (!(macros['='] instanceof ReadTimeEvaluation)) {
				macros['='] = new ReadTimeEvaluation(macros['=']);
			}
		}
		catch (ReflectiveOperationException ex) {
			throw new RuntimeLoadException("This version of Clojure keeps its reader's dispatch table elsewhere: "
					+ "use Clojure 1.12, the version that this starter brings.", ex);
		}
	}

	static void during(StepHooks hooks) {
		CURRENT.set(hooks);
	}

	static void over() {
		CURRENT.remove();
	}

	@Override
	public Object invoke(Object reader, Object character, Object options, Object pendingForms) {
		StepHooks hooks = CURRENT.get();
		if (hooks == null) {
			return this.original.invoke(reader, character, options, pendingForms);
		}
		Object form = LispReader.read((PushbackReader) reader, true, null, true, options);
		String text = RT.printString(form);
		hooks.evaluating("#=" + text, String.valueOf(RT.CURRENT_NS.deref()));
		PushbackReader again = new LineNumberingPushbackReader(new StringReader(text));
		return this.original.invoke(again, character, options, pendingForms);
	}

}
