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

import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

import clojure.lang.Agent;
import clojure.lang.Compiler;
import clojure.lang.IFn;
import clojure.lang.Namespace;
import clojure.lang.RT;
import clojure.lang.Symbol;
import clojure.lang.Var;

import dev.replboot.runtime.Engine;
import dev.replboot.runtime.EngineSession;
import dev.replboot.runtime.RuntimeSetup;
import dev.replboot.runtime.SessionSettings;

/**
 * Starts Clojure and makes sessions. Created reflectively by the runtime's class loader.
 */
public final class ClojureEngine implements Engine {

	static final Symbol USER = Symbol.intern("user");

	static final Symbol HOST = Symbol.intern("repl.host");

	static final Namespace HOST_NAMESPACE = Namespace.findOrCreate(HOST);

	/**
	 * How many have joined this Clojure and haven't left it.
	 */
	private static final AtomicInteger JOINED = new AtomicInteger();

	private final DeferredLoading late = new DeferredLoading();

	private Evaluation evaluation = Compiler::eval;

	@Override
	public void start(RuntimeSetup setup, ExecutorService executor, ClassLoader runtimeLoader) {
		RT.init();
		// From here on no thread needs a particular context class loader.
		Compiler.LOADER.bindRoot(new SourcePathLoader(runtimeLoader, setup.sourcePaths()));
		ExecutorService pooled = Agent.pooledExecutor;
		ExecutorService solo = Agent.soloExecutor;
		Agent.pooledExecutor = executor;
		Agent.soloExecutor = executor;
		pooled.shutdown();
		solo.shutdown();
		SystemStreams.follow();
		ConstantValues.install();
		prepare(setup);
		executor.execute(this.late.task());
	}

	@Override
	public void join(RuntimeSetup setup, ClassLoader parentLoader) {
		RT.init();
		PolledEvaluation polled = new PolledEvaluation(new SourcePathLoader(parentLoader, setup.sourcePaths()));
		this.evaluation = polled;
		synchronized (JOINED) {
			JOINED.incrementAndGet();
			ConstantValues.installMissing();
			prepare(setup);
			SharedFunctions.install();
			SharedAgents.install();
			SharedCalls.joined(polled);
		}
		this.late.run();
	}

	@Override
	public void leave() {
		synchronized (JOINED) {
			if (this.evaluation instanceof PolledEvaluation polled) {
				SharedCalls.left(polled);
			}
			if (JOINED.decrementAndGet() == 0) {
				SharedFunctions.uninstall();
				SharedAgents.uninstall();
				Taps.uninstall();
				ReadTimeEvaluation.uninstall();
				InputForms.uninstall();
				ConstantValues.uninstall();
			}
		}
	}

	private void prepare(RuntimeSetup setup) {
		internHostObjects(setup.hostObjects());
		Namespace user = Namespace.findOrCreate(USER);
		Var.pushThreadBindings(RT.map(RT.CURRENT_NS, user));
		try {
			core("refer").invoke(Symbol.intern("clojure.core"));
			for (String kit : setup.kitNamespaces()) {
				referTo(Symbol.intern(kit), user);
			}
		}
		finally {
			Var.popThreadBindings();
		}
		DeepForms.prepare();
		ReadTimeEvaluation.install();
		InputForms.install();
		Taps.install();
	}

	@Override
	public String version() {
		return String.valueOf(core("clojure-version").invoke());
	}

	@Override
	public EngineSession newSession(SessionSettings settings) {
		return new ClojureSession(settings, this.evaluation, this.late);
	}

	private void internHostObjects(Map<String, Object> hostObjects) {
		hostObjects.forEach((name, value) -> Var.intern(HOST_NAMESPACE, Symbol.intern(name), value));
	}

	private void referTo(Symbol kit, Namespace user) {
		core("require").invoke(kit);
		// the names of the kit win over clojure.core's, as for `bean`
		IFn publics = core("ns-publics");
		for (Object name : ((Map<?, ?>) publics.invoke(kit)).keySet()) {
			user.unmap((Symbol) name);
		}
		core("refer").invoke(kit);
		this.late.add(kit);
	}

	static IFn core(String name) {
		return RT.var("clojure.core", name);
	}

}
