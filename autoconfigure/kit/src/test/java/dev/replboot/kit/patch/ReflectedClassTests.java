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

import java.lang.annotation.Annotation;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericDeclaration;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.TypeVariable;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;

import net.bytebuddy.agent.ByteBuddyAgent;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Java's reflection says of a class stays the same while one of its methods is
 * patched and watched, and afterwards.
 */
@NullUnmarked
class ReflectedClassTests {

	private static final Instrumentation JVM = ByteBuddyAgent.install();

	private final ClassPatcher patcher = new ClassPatcher(JVM);

	static List<Class<?>> classes() {
		return List.of(Everything.class, Everything.Inner.class, Everything.Narrow.class, Everything.Kind.class,
				Everything.Kind.ONE.getClass(), Everything.Row.class, Everything.Face.class, Everything.local(),
				Everything.anonymous());
	}

	@ParameterizedTest
	@MethodSource("classes")
	void whatIsPatchedWatchedAndRevertedSaysTheSame(Class<?> type) {
		List<String> before = describe(type);
		assertThat(before).anyMatch((line) -> line.contains("first true"));
		CodeMethod method = method(type);
		this.patcher.patch(method, -1);
		assertThat(describe(type)).as("patched").isEqualTo(before);
		this.patcher.watch(method, -1);
		assertThat(describe(type)).as("watched as well").isEqualTo(before);
		this.patcher.revert(method);
		assertThat(describe(type)).as("watched").isEqualTo(before);
		this.patcher.unwatch(method);
		assertThat(describe(type)).as("reverted").isEqualTo(before);
		assertThat(ClassPatcher.isInForce(method)).isFalse();
	}

	@Test
	void namesThatAnotherAgentGivesToParametersStay() {
		CodeMethod method = method(Renamed.class);
		ClassFileTransformer other = new Renaming();
		JVM.addTransformer(other, true);
		try {
			this.patcher.patch(method, -1);
			assertThat(describe(Renamed.class)).anyMatch((line) -> line.contains("other true"));
			this.patcher.revert(method);
			assertThat(describe(Renamed.class)).anyMatch((line) -> line.contains("other true"));
		}
		finally {
			JVM.removeTransformer(other);
		}
	}

	@Test
	void codeOfAClassWithoutNamesStaysAsItIs() throws Exception {
		byte[] nameless = renamed(code(Renamed.class), null);
		assertThat(ParameterNames.restored(defined(nameless), nameless)).isSameAs(nameless);
	}

	// such as one that was compiled again while the application runs, or that has no file
	@Test
	void codeThatLacksNamesGetsThoseOfTheClassAndNotOfItsFile() throws Exception {
		Class<?> running = defined(renamed(code(Renamed.class), "running"));
		byte[] restored = ParameterNames.restored(running, renamed(code(Renamed.class), null));
		Stream<Parameter> parameters = Stream.of(defined(restored).getDeclaredMethods())
			.flatMap((method) -> Stream.of(method.getParameters()));
		assertThat(parameters).extracting(Parameter::getName).containsExactly("running");
	}

	private static Class<?> defined(byte[] code) {
		return new ClassLoader(null) {

			Class<?> make() {
				return defineClass(Renamed.class.getName(), code, 0, code.length);
			}

		}.make();
	}

	private static byte[] code(Class<?> type) throws Exception {
		try (var code = type.getClassLoader().getResourceAsStream(type.getName().replace('.', '/') + ".class")) {
			return code.readAllBytes();
		}
	}

	private static byte[] renamed(byte[] code, String parameter) {
		ClassWriter writer = new ClassWriter(0);
		new ClassReader(code).accept(new ClassVisitor(Opcodes.ASM9, writer) {

			@Override
			public MethodVisitor visitMethod(int access, String name, String descriptor, String signature,
					String[] exceptions) {
				MethodVisitor method = super.visitMethod(access, name, descriptor, signature, exceptions);
				if (parameter != null && name.equals("called")) {
					method.visitParameter(parameter, 0);
				}
				return new MethodVisitor(Opcodes.ASM9, method) {

					@Override
					public void visitParameter(String given, int modifiers) {
						// left out
					}

				};
			}

		}, 0);
		return writer.toByteArray();
	}

	private static CodeMethod method(Class<?> type) {
		return Arrays.stream(type.getDeclaredMethods())
			.filter((each) -> each.getName().equals("called") && !each.isBridge())
			.map(CodeMethod::of)
			.findFirst()
			.orElseThrow();
	}

	private static List<String> describe(Class<?> type) {
		List<String> lines = new ArrayList<>();
		lines.add(type.toGenericString() + " " + type.getModifiers() + " " + type.getSimpleName());
		lines.add("in " + type.getEnclosingMethod() + " " + type.getEnclosingConstructor() + " "
				+ type.getEnclosingClass() + " " + type.getDeclaringClass() + " " + type.isAnonymousClass() + " "
				+ type.isLocalClass() + " " + type.isMemberClass());
		lines.add("nest " + type.getNestHost() + " " + List.of(type.getNestMembers()));
		lines.add("members " + List.of(type.getDeclaredClasses()));
		lines.add("permitted " + Arrays.toString(type.getPermittedSubclasses()));
		lines.add("super " + type.getGenericSuperclass() + " " + type.getAnnotatedSuperclass() + " "
				+ List.of(type.getGenericInterfaces()) + " " + List.of(type.getAnnotatedInterfaces()));
		lines.add("annotations " + annotations(type) + variables(type));
		if (type.isRecord()) {
			for (RecordComponent each : type.getRecordComponents()) {
				lines.add(each + " " + each.getGenericSignature() + " " + each.getAnnotatedType() + annotations(each));
			}
		}
		Stream.of(type.getDeclaredFields())
			.sorted(Comparator.comparing(Field::getName))
			.forEach((each) -> lines.add(each.toGenericString() + " " + each.getModifiers() + " "
					+ each.getAnnotatedType() + annotations(each)));
		Stream.concat(Stream.of(type.getDeclaredMethods()), Stream.of(type.getDeclaredConstructors()))
			.sorted(Comparator.comparing(Executable::toString))
			.forEach((each) -> describe(each, lines));
		return lines;
	}

	private static void describe(Executable code, List<String> lines) {
		lines.add(code.toGenericString() + " " + code.getModifiers() + " " + code.isSynthetic() + annotations(code)
				+ code.getAnnotatedReturnType() + " " + code.getAnnotatedReceiverType() + " "
				+ List.of(code.getAnnotatedExceptionTypes()) + " " + List.of(code.getAnnotatedParameterTypes()) + " "
				+ Arrays.deepToString(code.getParameterAnnotations()) + variables(code));
		if (code instanceof Method method) {
			lines.add("default " + Arrays.deepToString(new Object[] { method.getDefaultValue() }));
		}
		for (Parameter each : code.getParameters()) {
			lines.add(each.getName() + " " + each.isNamePresent() + " " + each.getModifiers() + " " + each
					+ annotations(each) + each.getParameterizedType());
		}
	}

	private static String annotations(AnnotatedElement element) {
		return Stream.of(element.getDeclaredAnnotations())
			.filter((each) -> !(each instanceof RewrittenMethod))
			.map(Annotation::toString)
			.toList()
			.toString();
	}

	private static String variables(GenericDeclaration declaration) {
		StringBuilder variables = new StringBuilder();
		for (TypeVariable<?> each : declaration.getTypeParameters()) {
			variables.append(each).append(annotations(each)).append(List.of(each.getAnnotatedBounds()));
		}
		return variables.toString();
	}

	static final class Renaming implements ClassFileTransformer {

		@Override
		public byte[] transform(ClassLoader loader, String name, Class<?> type, ProtectionDomain domain, byte[] code) {
			return (type == Renamed.class) ? renamed(code, "other") : null;
		}

	}

	static class Renamed {

		int called(final int first) {
			return first;
		}

	}

	@Retention(RetentionPolicy.RUNTIME)
	@interface Plain {

		String value() default "plain";

		Class<?>[] types() default { String.class };

	}

	@Target({ ElementType.TYPE_USE, ElementType.TYPE_PARAMETER })
	@Retention(RetentionPolicy.RUNTIME)
	@interface Use {

	}

	@Target(ElementType.PARAMETER)
	@Retention(RetentionPolicy.RUNTIME)
	@interface Given {

	}

	/**
	 * A class that has about everything a class can have.
	 *
	 * @param <T> anything that can be compared
	 */
	@Plain
	static sealed class Everything<@Use T extends @Use Comparable<@Use T>> extends @Use ArrayList<@Use T>
			implements Supplier<@Use String> permits Everything.Narrow {

		@Plain("field")
		transient @Use List<@Use String> field;

		Everything(@Given final @Use String first, int second) {
			this.field = List.of(first + second);
		}

		@Plain(value = "called", types = {})
		@Deprecated
		<@Use X extends @Use Exception> @Use Map<@Use String, List<? extends @Use Number>> called(
				@Use Everything<T> this, @Given final @Use String first, @Given long... more) throws @Use X {
			Supplier<String> text = () -> first + more.length;
			return Map.of(text.get(), List.of());
		}

		@Override
		public String get() {
			return "";
		}

		static Class<?> local() {
			class Local {

				int called(final int first) {
					return first;
				}

			}
			return Local.class;
		}

		static Class<?> anonymous() {
			return new Callable<String>() {

				String called(final int first) {
					return "" + first;
				}

				@Override
				public String call() {
					return called(1);
				}

			}.getClass();
		}

		class Inner {

			Inner(String name) {
				Everything.this.field = List.of(name);
			}

			@Plain("private")
			private synchronized int called(final int first) {
				return first;
			}

		}

		static final class Narrow extends Everything<String> {

			Narrow(String name) {
				super(name, 1);
			}

			static int called(final int first) {
				return first;
			}

		}

		enum Kind {

			ONE {

				@Override
				int called(final int first) {
					return -first;
				}

			},

			TWO;

			int called(final int first) {
				return first + ordinal();
			}

		}

		record Row<T>(@Plain("component") @Use String name, @Use List<@Use T> list) {

			Row {
				list = List.copyOf(list);
			}

			int called(final int first) {
				return first + this.list.size();
			}

		}

		interface Face {

			@Plain
			default int called(final int first) {
				return first;
			}

			static int other(int second) {
				return second;
			}

		}

	}

}
