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

import java.io.Reader;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import clojure.lang.Associative;
import clojure.lang.Compiler;
import clojure.lang.IFn;
import clojure.lang.IPersistentMap;
import clojure.lang.Keyword;
import clojure.lang.LineNumberingPushbackReader;
import clojure.lang.LispReader;
import clojure.lang.Namespace;
import clojure.lang.RT;
import clojure.lang.Symbol;
import clojure.lang.Util;
import clojure.lang.Var;
import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.EngineSession;
import dev.replboot.runtime.FormReader;
import dev.replboot.runtime.SessionSettings;
import dev.replboot.runtime.StepHooks;
import dev.replboot.runtime.StepResult;
import dev.replboot.runtime.StepResult.Kind;
import dev.replboot.runtime.StepSettings;
import dev.replboot.runtime.StepStreams;
import dev.replboot.runtime.stop.Scopes;
import dev.replboot.runtime.stop.UnstoppableRegion;

/**
 * A session whose bindings are kept between steps and pushed for each, so that it belongs
 * to no thread. The order of what it does is {@code clojure.main/repl}'s with the reader
 * of {@code clojure.core.server/repl}.
 */
final class ClojureSession implements EngineSession {

	private static final Keyword QUIT = Keyword.intern("repl", "quit");

	private static final Keyword UNKNOWN = Keyword.intern("unknown");

	private static final IPersistentMap ALLOWING = RT.map(LispReader.OPT_READ_COND, LispReader.COND_ALLOW);

	private static final IPersistentMap PRESERVING = RT.map(LispReader.OPT_READ_COND, LispReader.COND_PRESERVE);

	private static final Var STAR1 = RT.var("clojure.core", "*1");

	private static final Var STAR2 = RT.var("clojure.core", "*2");

	private static final Var STAR3 = RT.var("clojure.core", "*3");

	private static final Var STAR_E = RT.var("clojure.core", "*e");

	private static final Var FILE = RT.var("clojure.core", "*file*");

	// the name that the compiler writes into classes, and stack traces show
	private static final Var FILE_NAME = Compiler.SOURCE;

	private static final Var READ_EVAL = RT.var("clojure.core", "*read-eval*");

	// the kit may show values to people in another way than to programs
	private static final Var SHOW = Var.intern(Namespace.findOrCreate(ClojureEngine.HOST),
			Symbol.intern("print-value"));

	private static final Object END = new Object();

	private final Evaluation evaluation;

	private final DeferredLoading late;

	private volatile Associative bindings;

	private @Nullable StepStreams lastStreams;

	private volatile String namespace = ClojureEngine.USER.getName();

	private IPersistentMap readOptions = ALLOWING;

	ClojureSession(SessionSettings settings, Evaluation evaluation, DeferredLoading late) {
		this.evaluation = evaluation;
		this.late = late;
		this.bindings = SessionBindings.initial(settings);
	}

	private ClojureSession(ClojureSession template) {
		this.evaluation = template.evaluation;
		this.late = template.late;
		this.bindings = template.bindings;
		this.namespace = ((Namespace) this.bindings.valAt(RT.CURRENT_NS)).getName().getName();
	}

	@Override
	public EngineSession copy() {
		return new ClojureSession(this);
	}

	@Override
	public FormReader newReader(Reader characters) {
		return new ClojureFormReader(characters);
	}

	@Override
	public FormReader newReader(Reader characters, int line, int column) {
		return new ClojureFormReader(characters, line, column);
	}

	@Override
	public boolean enter(String name) {
		Namespace found = Namespace.find(Symbol.intern(name));
		if (found != null) {
			this.bindings = this.bindings.assoc(RT.CURRENT_NS, found);
			this.namespace = found.getName().getName();
		}
		return found != null;
	}

	@Override
	public Runnable beginFile() {
		Associative before = this.bindings;
		return () -> this.bindings = SessionBindings.afterFile(this.bindings, before);
	}

	@Override
	public String namespace() {
		return this.namespace;
	}

	@Override
	public Runnable onTap(BooleanSupplier wanted, Consumer<String> taps) {
		return Taps.listen(wanted, taps, SessionBindings.printing(this.bindings));
	}

	@Override
	public StepResult step(FormReader reader, StepStreams streams, StepHooks hooks) {
		return step(reader, reader, streams, hooks, null);
	}

	@Override
	public StepResult step(FormReader source, FormReader input, StepStreams streams, StepHooks hooks,
			@Nullable StepSettings settings) {
		Associative bound = withStreams(((ClojureFormReader) input).stream(), streams);
		StepSettings.Source from = (settings != null) ? settings.source() : StepSettings.Source.NONE;
		this.readOptions = from.preserve() ? PRESERVING : ALLOWING;
		Var.pushThreadBindings(withSource(bound, from));
		Object own = Var.getThreadBindingFrame();
		try {
			return step(((ClojureFormReader) source).stream(), streams, hooks, settings);
		}
		finally {
			// must happen even if the evaluation is being stopped
			UnstoppableRegion.around(() -> keepBindings(own, streams, from));
		}
	}

	private static Associative withSource(Associative bound, StepSettings.Source source) {
		Associative result = (source.path() != null) ? bound.assoc(FILE, source.path()) : bound;
		return (source.name() != null) ? result.assoc(FILE_NAME, source.name()) : result;
	}

	private Associative keepBindings(Object own, StepStreams streams, StepSettings.Source source) {
		// who is stopped between pushing bindings and the try that pops them leaves them
		// behind; they must not become the session's
		Var.resetThreadBindingFrame(own);
		this.namespace = currentNamespace();
		IPersistentMap kept = (IPersistentMap) Var.getThreadBindings();
		SessionBindings.dropValidators(kept);
		kept = (source.path() != null) ? kept.without(FILE) : kept;
		this.bindings = (source.name() != null) ? kept.without(FILE_NAME) : kept;
		this.lastStreams = streams;
		Var.popThreadBindings();
		TestOutput.release(streams.out());
		return this.bindings;
	}

	// what the user has set! *in*, *out* or *err* to stays, as it does in
	// clojure.main/repl
	private Associative withStreams(LineNumberingPushbackReader in, StepStreams streams) {
		StepStreams last = this.lastStreams;
		Associative result = this.bindings;
		if (last == null || result.valAt(RT.OUT) == last.out()) {
			result = result.assoc(RT.OUT, streams.out());
		}
		if (last == null || result.valAt(RT.ERR) == last.err()) {
			result = result.assoc(RT.ERR, streams.err());
		}
		result = TestOutput.bind(result, streams.out(), (last != null) ? last.out() : null);
		return result.assoc(RT.IN, in);
	}

	private StepResult step(LineNumberingPushbackReader in, StepStreams streams, StepHooks hooks,
			@Nullable StepSettings settings) {
		int line = 1;
		try {
			Kind position = Whitespace.skip(in);
			if (position != null) {
				return result(position);
			}
			line = in.getLineNumber();
			int column = in.getColumnNumber();
			hooks.line(line);
			hooks.reading();
			in.captureString();
			Object form = read(in, hooks, settings != null);
			String text = in.getString();
			Whitespace.skipEndOfLine(in);
			if (form == END || (form == QUIT && settings == null)) {
				return result(Kind.EXIT);
			}
			hooks.evaluating(text, currentNamespace());
			this.late.awaitFor(form, hooks);
			if (settings != null) {
				find(settings, hooks);
			}
			// a text that is evaluated isn't the input
			boolean typed = RT.IN.deref() == in;
			if (typed) {
				InputForms.during(in);
			}
			try {
				evaluateAndPrint(form, line, column, streams, hooks, settings);
			}
			finally {
				if (typed) {
					InputForms.over(hooks);
				}
			}
			return result(Kind.VALUE);
		}
		catch (Throwable ex) {
			return caught(ex, line, hooks, settings);
		}
	}

	private void evaluateAndPrint(@Nullable Object form, int line, int column, StepStreams streams, StepHooks hooks,
			@Nullable StepSettings settings) {
		Object value = evaluate(form, line, column, streams);
		// somebody who reads that it was stopped isn't to read a value as well
		Scopes.poll();
		if (settings == null || !settings.aside()) {
			STAR3.set(STAR2.deref());
			STAR2.set(STAR1.deref());
			STAR1.set(value);
		}
		hooks.printing((value != null) ? value.getClass().getName() : null);
		print(value, streams, settings);
	}

	// to find what the client has named may load it, so only now
	private void find(StepSettings settings, StepHooks hooks) {
		if (settings.printer() != null || settings.caught() != null) {
			this.late.awaitFor(ClientPrintOptions.class, hooks);
			ClientPrintOptions.find(settings);
		}
	}

	// as in clojure.main/repl, a form may set! *read-eval*, but only for itself; what the
	// reader gives no place, such as a symbol, is compiled at the place of the form
	private @Nullable Object evaluate(@Nullable Object form, int line, int column, StepStreams streams) {
		Associative bound = (Associative) RT.map(READ_EVAL, READ_EVAL.deref(), Compiler.LINE, line, Compiler.COLUMN,
				column);
		Var.pushThreadBindings(TestOutput.bindLate(bound, streams.out()));
		try {
			return this.evaluation.eval(form);
		}
		catch (Throwable ex) {
			throw Util.sneakyThrow(DeepForms.explain(LargeForms.explain(ex, form)));
		}
		finally {
			Var.popThreadBindings();
		}
	}

	private Object read(LineNumberingPushbackReader in, StepHooks hooks, boolean mayEnd) {
		// as clojure.main/with-read-known: the reader doesn't accept :unknown
		boolean unknown = READ_EVAL.deref() == UNKNOWN;
		if (unknown) {
			Var.pushThreadBindings(RT.map(READ_EVAL, Boolean.TRUE));
		}
		boolean read = false;
		try {
			// what is refused here is a form that can't be read: it has to be dropped, or
			// the next step would begin with it again
			ReadTimeEvaluation.during(hooks, in);
			Object form = LispReader.read(in, !mayEnd, END, false, this.readOptions);
			read = true;
			return form;
		}
		catch (LispReader.ReaderException ex) {
			throw ErrorPhases.reading(ex, FILE.deref());
		}
		catch (StackOverflowError ex) {
			throw ErrorPhases.reading(DeepForms.reading(ex), FILE.deref());
		}
		finally {
			ReadTimeEvaluation.over();
			if (unknown) {
				Var.popThreadBindings();
			}
			if (!read) {
				hooks.unreadable(in.getString(), currentNamespace());
			}
		}
	}

	private void print(@Nullable Object value, StepStreams streams, @Nullable StepSettings settings) {
		boolean elsewhere = settings == null && streams.value() != streams.out();
		if (elsewhere) {
			Var.pushThreadBindings(RT.map(RT.OUT, streams.value()));
		}
		try {
			if (settings != null) {
				ClientPrintOptions.print(value, streams, settings);
			}
			else if (!elsewhere && SHOW.isBound()) {
				((IFn) SHOW.deref()).invoke(value);
			}
			else {
				ReadablePrinter.prn(value);
			}
		}
		catch (Throwable ex) {
			throw ErrorPhases.during("print-eval-result", ex);
		}
		finally {
			if (elsewhere) {
				Var.popThreadBindings();
			}
		}
	}

	private StepResult caught(Throwable ex, int line, StepHooks hooks, @Nullable StepSettings settings) {
		Scopes.caught(ex);
		if (!hooks.isStopping()) {
			try {
				Traces.clean(ex);
				if (settings != null) {
					// who refuses a form has refused what it would have called, too
					ClientPrintOptions.caught(ex, line, hooks.isAnnounced() ? settings : settings.withoutNames(),
							hooks::failing);
				}
				else {
					Traces.show(ex, line, hooks::failing);
				}
			}
			catch (Throwable unprintable) {
				// a print-method or a toString of the user's that throws; the first
				// error is what matters
				if (unprintable != ex) {
					ex.addSuppressed(unprintable);
				}
				if (!hooks.isStopping()) {
					Traces.sayUnprintable(ex, unprintable);
				}
			}
		}
		// outside of the shield: this runs code of the exception's
		StepResult.Thrown described = ErrorPhases.describe(ex);
		return UnstoppableRegion.around(() -> {
			if (settings == null || !settings.aside()) {
				// the user's own function, which would run in here
				SessionBindings.dropValidator(STAR_E);
				STAR_E.set(ex);
			}
			return new StepResult(Kind.ERROR, currentNamespace(), described);
		});
	}

	private StepResult result(Kind kind) {
		return new StepResult(kind, currentNamespace(), null);
	}

	private static String currentNamespace() {
		return ((Namespace) RT.CURRENT_NS.deref()).getName().getName();
	}

}
