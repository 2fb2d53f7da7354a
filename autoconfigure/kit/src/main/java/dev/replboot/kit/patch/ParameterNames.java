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

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.MalformedParametersException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Puts the names and modifiers of parameters back into the code of a class. Before Java
 * 19, the JVM hands out code without them (JDK-8240908), and would run that code
 * afterwards: a controller that relies on the names of its parameters would fail, even
 * after the end of a patch.
 */
final class ParameterNames {

	private ParameterNames() {
	}

	/**
	 * Add what the class says of its parameters to the methods of which the code says
	 * nothing.
	 * @param type the class, whose code is about to be replaced
	 * @param code the code that the JVM hands out, perhaps changed by other agents
	 * @return the same code if there is nothing to be added
	 */
	static byte[] restored(Class<?> type, byte[] code) {
		Map<String, List<Parameter>> missing = missing(type, code);
		if (missing.isEmpty()) {
			return code;
		}
		ClassReader reader = new ClassReader(code);
		ClassWriter writer = new ClassWriter(reader, 0);
		reader.accept(new ClassVisitor(Opcodes.ASM9, writer) {

			@Override
			public MethodVisitor visitMethod(int access, String name, String descriptor, @Nullable String signature,
					String @Nullable [] exceptions) {
				MethodVisitor method = super.visitMethod(access, name, descriptor, signature, exceptions);
				List<Parameter> parameters = missing.get(name + descriptor);
				if (parameters == null) {
					return method;
				}
				parameters.forEach((each) -> method.visitParameter(each.name(), each.access()));
				// The writer itself would copy the method without them.
				return new MethodVisitor(Opcodes.ASM9, method) {
				};
			}

		}, 0);
		return writer.toByteArray();
	}

	private static Map<String, List<Parameter>> missing(Class<?> type, byte[] code) {
		Map<String, List<Parameter>> handedOut = read(new ClassReader(code));
		handedOut.values().removeIf((parameters) -> !parameters.isEmpty());
		if (handedOut.isEmpty()) {
			return Map.of();
		}
		Map<String, List<Parameter>> missing = new HashMap<>(ofRunning(type));
		missing.keySet().retainAll(handedOut.keySet());
		missing.values().removeIf(List::isEmpty);
		return missing;
	}

	// While its code is being replaced, the class still has the code that runs. The class
	// file may be another compilation's.
	private static Map<String, List<Parameter>> ofRunning(Class<?> type) {
		Map<String, List<Parameter>> methods = new HashMap<>();
		try {
			for (Method each : type.getDeclaredMethods()) {
				methods.put(each.getName() + Type.getMethodDescriptor(each), parameters(each));
			}
			for (Constructor<?> each : type.getDeclaredConstructors()) {
				methods.put("<init>" + Type.getConstructorDescriptor(each), parameters(each));
			}
		}
		catch (LinkageError | MalformedParametersException ex) {
			// Nobody else can ask the class for its parameters either.
			return Map.of();
		}
		return methods;
	}

	private static List<Parameter> parameters(Executable method) {
		java.lang.reflect.Parameter[] all = method.getParameters();
		boolean none = Arrays.stream(all).noneMatch((each) -> each.isNamePresent() || each.getModifiers() != 0);
		return none ? List.of()
				: Arrays.stream(all)
					.map((each) -> new Parameter(each.isNamePresent() ? each.getName() : null, each.getModifiers()))
					.toList();
	}

	private static Map<String, List<Parameter>> read(ClassReader reader) {
		Map<String, List<Parameter>> methods = new HashMap<>();
		reader.accept(new ClassVisitor(Opcodes.ASM9) {

			@Override
			public MethodVisitor visitMethod(int access, String name, String descriptor, @Nullable String signature,
					String @Nullable [] exceptions) {
				List<Parameter> parameters = new ArrayList<>();
				methods.put(name + descriptor, parameters);
				return new MethodVisitor(Opcodes.ASM9) {

					@Override
					public void visitParameter(@Nullable String parameter, int modifiers) {
						parameters.add(new Parameter(parameter, modifiers));
					}

				};
			}

		}, ClassReader.SKIP_CODE);
		return methods;
	}

	/**
	 * What is said of a parameter.
	 *
	 * @param name its name, or {@code null}
	 * @param access its modifiers
	 */
	private record Parameter(@Nullable String name, int access) {

	}

}
