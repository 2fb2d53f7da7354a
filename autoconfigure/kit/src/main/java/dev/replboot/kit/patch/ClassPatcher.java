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

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.ProtectionDomain;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.MemberAttributeExtension;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.TypeResolutionStrategy;
import net.bytebuddy.dynamic.scaffold.MethodGraph;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.matcher.ElementMatchers;
import net.bytebuddy.pool.TypePool;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites classes so that some of their methods ask {@link Dispatch} first, and puts
 * their original code back. The JVM hands out the original code each time, so patches of
 * one class don't build on one another.
 */
final class ClassPatcher implements ClassFileTransformer {

	private static final boolean LOSES_PARAMETERS = Runtime.version().feature() < 19;

	private static final AnnotationDescription MARK = AnnotationDescription.Builder.ofType(RewrittenMethod.class)
		.build();

	private final Instrumentation instrumentation;

	private final Map<Class<?>, Map<CodeMethod, Long>> patched = new LinkedHashMap<>();

	private final Map<Class<?>, Map<CodeMethod, Long>> watched = new LinkedHashMap<>();

	private @Nullable Class<?> current;

	private @Nullable String originalSha256;

	private @Nullable Throwable failure;

	ClassPatcher(Instrumentation instrumentation) {
		this.instrumentation = instrumentation;
	}

	/**
	 * Patch a method.
	 * @param method the method
	 * @param patch the patch's number
	 * @return the SHA-256 of the code that the JVM hands out for the class
	 */
	synchronized String patch(CodeMethod method, long patch) {
		Class<?> type = method.type();
		begin();
		this.patched.computeIfAbsent(type, (key) -> new LinkedHashMap<>()).put(method, patch);
		boolean done = false;
		try {
			rewrite(type);
			refuseIfReplaced(method);
			done = true;
			return (this.originalSha256 != null) ? this.originalSha256 : "";
		}
		finally {
			if (!done) {
				revert(method);
			}
		}
	}

	/**
	 * Watch a method, patched or not.
	 * @param method the method
	 * @param site the number of its site
	 */
	synchronized void watch(CodeMethod method, long site) {
		begin();
		this.watched.computeIfAbsent(method.type(), (key) -> new LinkedHashMap<>()).put(method, site);
		rewrite(method.type());
		refuseIfReplaced(method);
	}

	/**
	 * Watch a method no more.
	 * @param method the method
	 */
	synchronized void unwatch(CodeMethod method) {
		remove(this.watched, method);
	}

	/**
	 * Put a method back.
	 * @param method the method
	 */
	synchronized void revert(CodeMethod method) {
		remove(this.patched, method);
	}

	/**
	 * Refuse a method whose changed code the JVM doesn't run.
	 * @param method the method, patched or watched
	 */
	static void refuseIfReplaced(CodeMethod method) {
		if (!isInForce(method)) {
			String type = method.type().getName();
			throw new PatchRefusedException("Another agent replaces the code of " + type
					+ " after the REPL's, so it would not be called. Undo what that agent does to the class first. In"
					+ " Arthas: retransform --deleteAll, then retransform --classPattern " + type + ".");
		}
	}

	/**
	 * Whether the JVM runs the code of a method that was patched or watched.
	 * @param method the method
	 * @return whether it does, or Java can't list the methods of the class
	 */
	static boolean isInForce(CodeMethod method) {
		try {
			return Arrays.stream(method.type().getDeclaredMethods())
				.filter((each) -> CodeMethod.of(each).equals(method))
				.anyMatch((each) -> each.isAnnotationPresent(RewrittenMethod.class));
		}
		catch (LinkageError | TypeNotPresentException ex) {
			return true;
		}
	}

	private void remove(Map<Class<?>, Map<CodeMethod, Long>> from, CodeMethod method) {
		Class<?> type = method.type();
		Map<CodeMethod, Long> methods = from.get(type);
		if (methods == null || methods.remove(method) == null) {
			return;
		}
		if (methods.isEmpty()) {
			from.remove(type);
		}
		try {
			rewrite(type);
		}
		finally {
			if (isIdle()) {
				this.instrumentation.removeTransformer(this);
			}
		}
	}

	private void begin() {
		if (isIdle()) {
			this.instrumentation.addTransformer(this, true);
		}
	}

	private boolean isIdle() {
		return this.patched.isEmpty() && this.watched.isEmpty();
	}

	private void rewrite(Class<?> type) {
		this.current = type;
		this.originalSha256 = null;
		this.failure = null;
		try {
			this.instrumentation.retransformClasses(type);
			if (this.failure != null) {
				throw new PatchRefusedException(
						"The code of " + type.getName() + " could not be rewritten: " + this.failure);
			}
		}
		catch (UnsupportedOperationException ex) {
			// The REPL changes only bodies of methods.
			throw new PatchRefusedException("The JVM refuses to change " + type.getName() + ": " + ex
					+ ". Another agent changes more of the class than the bodies of its methods. Undo what that agent"
					+ " does to the class first.");
		}
		catch (UnmodifiableClassException | LinkageError ex) {
			throw new PatchRefusedException("The JVM refuses to change " + type.getName() + ": " + ex);
		}
		finally {
			this.current = null;
		}
	}

	// The JVM also calls this for everybody else's rewriting.
	@Override
	public byte @Nullable [] transform(@Nullable ClassLoader loader, @Nullable String name,
			@Nullable Class<?> redefined, @Nullable ProtectionDomain domain, byte[] code) {
		return (redefined != null) ? transform(redefined, code) : null;
	}

	private synchronized byte @Nullable [] transform(Class<?> redefined, byte[] code) {
		Map<CodeMethod, Long> methods = methods(this.patched, redefined);
		Map<CodeMethod, Long> sites = methods(this.watched, redefined);
		boolean untouched = methods.isEmpty() && sites.isEmpty();
		if (redefined != this.current && untouched) {
			return null;
		}
		try {
			this.originalSha256 = sha256(code);
			// If there is nothing to change, the JVM runs the code that it hands out.
			byte[] original = LOSES_PARAMETERS ? ParameterNames.restored(redefined, code) : code;
			if (untouched) {
				return (original != code) ? original : null;
			}
			return rewritten(redefined, original, methods, sites);
		}
		catch (RuntimeException | LinkageError ex) {
			// The JVM would swallow the exception.
			this.failure = ex;
			return null;
		}
	}

	private static Map<CodeMethod, Long> methods(Map<Class<?>, Map<CodeMethod, Long>> all, Class<?> type) {
		Map<CodeMethod, Long> methods = all.get(type);
		return (methods != null) ? methods : Map.of();
	}

	private static byte[] rewritten(Class<?> type, byte[] code, Map<CodeMethod, Long> methods,
			Map<CodeMethod, Long> sites) {
		// Reflection may hide what other agents have added, and fails if a class that it
		// refers to isn't there. So only the code is read.
		ClassFileLocator locator = new ClassFileLocator.Compound(ClassFileLocator.Simple.of(type.getName(), code),
				ClassFileLocator.ForClassLoader.of(type.getClassLoader()));
		TypePool types = TypePool.Default.WithLazyResolution.of(locator);
		DynamicType.Builder<?> builder = new ByteBuddy().with(TypeValidation.DISABLED)
			.with(MethodGraph.Compiler.ForDeclaredMethods.INSTANCE)
			// By default, lambda bodies are left out.
			.ignore(ElementMatchers.none())
			.decorate(types.describe(type.getName()).resolve(), locator);
		// The first is outermost: a watch sees what a patch gives.
		for (Map.Entry<CodeMethod, Long> each : sites.entrySet()) {
			builder = visit(builder, each, WatchAdvice.class);
		}
		for (Map.Entry<CodeMethod, Long> each : methods.entrySet()) {
			builder = visit(builder, each, PatchAdvice.class);
		}
		Set<CodeMethod> all = new LinkedHashSet<>(sites.keySet());
		all.addAll(methods.keySet());
		for (CodeMethod method : all) {
			builder = builder.visit(new MemberAttributeExtension.ForMethod().annotateMethod(MARK).on(is(method)));
		}
		return builder.make(TypeResolutionStrategy.Passive.INSTANCE, types).getBytes();
	}

	private static DynamicType.Builder<?> visit(DynamicType.Builder<?> builder, Map.Entry<CodeMethod, Long> numbered,
			Class<?> advice) {
		CodeMethod method = numbered.getKey();
		return builder.visit(Advice.withCustomMapping()
			.bind(PatchAdvice.Number.class, (long) numbered.getValue())
			.to(advice)
			.on(is(method)));
	}

	private static ElementMatcher.Junction<MethodDescription> is(CodeMethod method) {
		return ElementMatchers.<MethodDescription>named(method.name())
			.and(ElementMatchers.hasDescriptor(method.descriptor()));
	}

	private static String sha256(byte[] code) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(code));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
