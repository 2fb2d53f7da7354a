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
import java.lang.reflect.Method;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.ProtectionDomain;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.scaffold.InstrumentedType;
import net.bytebuddy.dynamic.scaffold.MethodGraph;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.matcher.ElementMatchers;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites classes so that some of their methods ask {@link Dispatch} first, and puts
 * their original code back. The JVM hands out the original code each time, so patches of
 * one class don't build on one another.
 */
final class ClassPatcher implements ClassFileTransformer {

	private final Instrumentation instrumentation;

	private final Map<Class<?>, Map<Method, Long>> patched = new LinkedHashMap<>();

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
	 * @return the SHA-256 of the class's original code
	 */
	synchronized String patch(Method method, long patch) {
		Class<?> type = method.getDeclaringClass();
		if (this.patched.isEmpty()) {
			this.instrumentation.addTransformer(this, true);
		}
		this.patched.computeIfAbsent(type, (key) -> new LinkedHashMap<>()).put(method, patch);
		boolean done = false;
		try {
			rewrite(type);
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
	 * Put a method back.
	 * @param method the method
	 */
	synchronized void revert(Method method) {
		Class<?> type = method.getDeclaringClass();
		Map<Method, Long> methods = this.patched.get(type);
		if (methods == null || methods.remove(method) == null) {
			return;
		}
		if (methods.isEmpty()) {
			this.patched.remove(type);
		}
		try {
			rewrite(type);
		}
		finally {
			if (this.patched.isEmpty()) {
				this.instrumentation.removeTransformer(this);
			}
		}
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
		catch (UnmodifiableClassException | UnsupportedOperationException | LinkageError ex) {
			throw new PatchRefusedException("The JVM refuses to change " + type.getName() + ": " + ex);
		}
		finally {
			this.current = null;
		}
	}

	// called on the thread that rewrites, and for everybody else's rewriting too
	@Override
	public byte @Nullable [] transform(@Nullable ClassLoader loader, @Nullable String name,
			@Nullable Class<?> redefined, @Nullable ProtectionDomain domain, byte[] code) {
		return (redefined != null) ? transform(redefined, code) : null;
	}

	private synchronized byte @Nullable [] transform(Class<?> redefined, byte[] code) {
		Map<Method, Long> methods = methods(redefined);
		if (redefined != this.current && methods.isEmpty()) {
			return null;
		}
		try {
			this.originalSha256 = sha256(code);
			return methods.isEmpty() ? null : rewritten(redefined, code, methods);
		}
		catch (RuntimeException | LinkageError ex) {
			// the JVM would swallow it
			this.failure = ex;
			return null;
		}
	}

	private Map<Method, Long> methods(Class<?> type) {
		Map<Method, Long> methods = this.patched.get(type);
		return (methods != null) ? methods : Map.of();
	}

	private static byte[] rewritten(Class<?> type, byte[] code, Map<Method, Long> methods) {
		ClassFileLocator locator = ClassFileLocator.Simple.of(type.getName(), code);
		DynamicType.Builder<?> builder = new ByteBuddy().with(TypeValidation.DISABLED)
			.with(InstrumentedType.Factory.Default.FROZEN)
			.with(MethodGraph.Compiler.ForDeclaredMethods.INSTANCE)
			.with(Implementation.Context.Disabled.Factory.INSTANCE)
			// else lambda bodies, which the compiler made, are left out
			.ignore(ElementMatchers.none())
			.redefine(TypeDescription.ForLoadedType.of(type), locator);
		for (Map.Entry<Method, Long> each : methods.entrySet()) {
			builder = builder.visit(Advice.withCustomMapping()
				.bind(PatchAdvice.Number.class, (long) each.getValue())
				.to(PatchAdvice.class)
				.on(ElementMatchers.is(each.getKey())));
		}
		return builder.make().getBytes();
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
