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

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.springframework.util.ClassUtils;

/**
 * Finds methods in the code of a class of which Java can't list them, because some refer
 * to classes that aren't there: those of an optional dependency, for example.
 */
final class UnlistedMethods {

	private UnlistedMethods() {
	}

	/**
	 * Whether Java can list the methods of a class.
	 * @param type the class
	 * @return whether it can
	 */
	static boolean isListed(Class<?> type) {
		try {
			return type.getDeclaredMethods().length >= 0;
		}
		catch (LinkageError | TypeNotPresentException ex) {
			return false;
		}
	}

	/**
	 * Find a method.
	 * @param type the class
	 * @param text the method's name, with the types of its parameters if need be
	 * @param classes rewrites the class
	 * @return the place of a patch
	 */
	static PatchPlace find(Class<?> type, String text, Supplier<ClassPatcher> classes) {
		WrittenMethod written = WrittenMethod.of(text);
		List<Entry> all = read(type);
		List<Entry> named = all.stream().filter((each) -> each.name.equals(written.name())).toList();
		List<Entry> found = named.stream().filter((each) -> written.fits(each.parameters())).toList();
		if (found.size() != 1) {
			throw new PatchRefusedException((named.isEmpty() ? "No method" : "Not one method") + " of " + type.getName()
					+ " is " + text + ". It declares "
					+ (named.isEmpty() ? all : named).stream()
						.map(Entry::text)
						.distinct()
						.limit(20)
						.collect(Collectors.joining(", "))
					+ ".");
		}
		Entry one = found.get(0);
		if ((one.access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) != 0) {
			throw new PatchRefusedException(
					one.text() + " has no body. Patch the method of the class that implements" + " it.");
		}
		CodeMethod method = new CodeMethod(type, one.name, types(type, one));
		return new CodePlace(method, (one.access & Opcodes.ACC_STATIC) != 0, one.text(), new DeclaredTypes(method),
				null, classes);
	}

	private static MethodType types(Class<?> type, Entry method) {
		try {
			return MethodType.fromMethodDescriptorString(method.descriptor, type.getClassLoader());
		}
		catch (TypeNotPresentException ex) {
			throw new PatchRefusedException(
					method.text() + " of " + type.getName() + " takes or gives a class that isn't there ("
							+ ex.typeName() + "), so it can't be patched. Patch the method that calls it.");
		}
	}

	private static List<Entry> read(Class<?> type) {
		List<Entry> methods = new ArrayList<>();
		String file = type.getName().replace('.', '/') + ClassUtils.CLASS_FILE_SUFFIX;
		try (InputStream code = type.getClassLoader().getResourceAsStream(file)) {
			if (code == null) {
				throw new PatchRefusedException(type.getName() + " refers to a class that isn't there, so Java can't"
						+ " list its methods, and its file isn't to be found.");
			}
			new ClassReader(code).accept(new ClassVisitor(Opcodes.ASM9) {

				@Override
				public @Nullable MethodVisitor visitMethod(int access, String name, String descriptor,
						@Nullable String signature, String @Nullable [] exceptions) {
					if ((access & Opcodes.ACC_BRIDGE) == 0 && !name.startsWith("<")) {
						methods.add(new Entry(access, name, descriptor));
					}
					return null;
				}

			}, ClassReader.SKIP_CODE);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The file of " + type.getName() + " can't be read", ex);
		}
		return methods;
	}

	private record Entry(int access, String name, String descriptor) {

		List<String> parameters() {
			return Arrays.stream(Type.getArgumentTypes(this.descriptor)).map(Type::getClassName).toList();
		}

		String text() {
			return this.name + parameters().stream()
				.map((each) -> each.substring(Math.max(each.lastIndexOf('.'), each.lastIndexOf('$')) + 1))
				.collect(Collectors.joining(", ", "(", ")"));
		}

	}

}
