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

package dev.replboot.runtime.weave;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassTooLargeException;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodTooLargeException;

/**
 * Puts polls and hooks into class files.
 */
public final class ClassWeaver {

	private static final Log logger = LogFactory.getLog(ClassWeaver.class);

	private ClassWeaver() {
	}

	/**
	 * Weave a class of the kit, whose methods the application never calls.
	 * @param bytes the class file
	 * @return the class file to define instead
	 * @throws TooLargeToWeaveException if that would be larger than the JVM allows
	 */
	public static byte[] weave(byte[] bytes) {
		return weave(null, bytes);
	}

	/**
	 * Weave a class that is being evaluated or belongs to a library.
	 * @param loader the loader that is about to define it, or {@code null} if the
	 * application never calls its methods
	 * @param bytes the class file
	 * @return the class file to define instead
	 * @throws TooLargeToWeaveException if that would be larger than the JVM allows
	 */
	public static byte[] weave(@Nullable ClassLoader loader, byte[] bytes) {
		ClassReader reader = new ClassReader(bytes);
		Kind kind = Kind.of(reader.getClassName());
		return (kind != Kind.UNTOUCHED)
				? weave(reader, kind, WeavingPlan.of(kind, reader.getClassName(), bytes), loader) : bytes;
	}

	/**
	 * Weave a class of Clojure itself, most of which need nothing.
	 * @param internalName the class's name
	 * @param bytes the class file
	 * @return the class file to define instead; the same if nothing has to be done
	 */
	public static byte[] weaveClojure(String internalName, byte[] bytes) {
		Kind known = Kind.of(internalName);
		if (known == Kind.UNTOUCHED) {
			return bytes;
		}
		Kind kind = (known == Kind.EVALUATED) ? Kind.CORE : known;
		WeavingPlan needs = WeavingPlan.of(kind, internalName, bytes);
		return (kind == Kind.CORE && needs.nothing()) ? bytes : weave(new ClassReader(bytes), kind, needs, null);
	}

	static boolean loadsLibraries(String internalName) {
		return internalName.startsWith("clojure/core$load$") || internalName.equals("clojure/core$load");
	}

	private static byte[] weave(ClassReader reader, Kind kind, WeavingPlan needs, @Nullable ClassLoader loader) {
		try {
			return weave(reader, kind, needs, false, loader);
		}
		catch (MethodTooLargeException | ClassTooLargeException ex) {
			logger.debug("Woven with polls and guards only: " + ex.getMessage());
			return weaveLeanly(reader, kind, needs, loader);
		}
	}

	private static byte[] weaveLeanly(ClassReader reader, Kind kind, WeavingPlan needs, @Nullable ClassLoader loader) {
		try {
			return weave(reader, kind, needs, true, loader);
		}
		catch (MethodTooLargeException | ClassTooLargeException ex) {
			throw new TooLargeToWeaveException(reader.getClassName(), ex);
		}
	}

	private static byte[] weave(ClassReader reader, Kind kind, WeavingPlan needs, boolean lean,
			@Nullable ClassLoader loader) {
		boolean patched = ClojurePatches.concern(reader.getClassName());
		ClassWriter writer = new ClassWriter(reader, patched ? ClassWriter.COMPUTE_MAXS : 0);
		ClassVisitor visitor = patched ? new ClojurePatches(writer) : writer;
		reader.accept(new WeavingClassVisitor(visitor, kind, needs, lean, loader), 0);
		return writer.toByteArray();
	}

}
