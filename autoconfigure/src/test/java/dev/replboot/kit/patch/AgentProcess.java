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

import java.io.File;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Arrays;
import java.util.List;

import jakarta.servlet.http.HttpServletResponse;
import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.matcher.ElementMatchers;
import org.jspecify.annotations.NullUnmarked;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockServletConfig;
import org.springframework.web.context.support.StaticWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * A process that patches classes of libraries and methods of many kinds, with another
 * agent from its start, attached to it between two patches, or both.
 */
@NullUnmarked
public final class AgentProcess {

	private static final PrintStream OUT = System.out;

	private AgentProcess() {
	}

	/**
	 * Patch, and print what is answered.
	 * @param arguments another agent that is attached, if any
	 */
	public static void main(String[] arguments) {
		try {
			run(arguments);
			System.exit(0);
		}
		catch (Throwable ex) {
			ex.printStackTrace(OUT);
			// threads of libraries would keep the process
			System.exit(1);
		}
	}

	private static void run(String[] arguments) throws Exception {
		ClassPatcher classes = new ClassPatcher(ByteBuddyAgent.install());
		if (Boolean.getBoolean("advised")) {
			advise();
		}
		try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:agents")) {
			DispatcherServlet servlet = new DispatcherServlet(new StaticWebApplicationContext());
			servlet.init(new MockServletConfig());
			kinds(classes);
			patch(servlet, connection, classes);
			if (arguments.length > 0) {
				List<PatchedMethod> patches = apply(connection, classes);
				attach(arguments[0]);
				OUT.println("attached " + answer(servlet) + " " + answer(connection));
				patches.forEach(PatchedMethod::undo);
				OUT.println("reverted " + answer(servlet) + " " + answer(connection));
				kinds(classes);
				patch(servlet, connection, classes);
			}
		}
	}

	private static void attach(String agent) {
		if (agent.equals("advice")) {
			advise();
		}
		else {
			ByteBuddyAgent.attach(new File(agent), String.valueOf(ProcessHandle.current().pid()));
		}
	}

	// as an agent that is written with Byte Buddy does; by its code alone, because what
	// OpenTelemetry's adds to a class is hidden from reflection
	private static void advise() {
		new AgentBuilder.Default().disableClassFormatChanges()
			.with(AgentBuilder.DescriptionStrategy.Default.POOL_ONLY)
			.with(AgentBuilder.RedefinitionStrategy.RETRANSFORMATION)
			.type(ElementMatchers.nameStartsWith("dev.replboot.kit.patch.Many")
				.or(ElementMatchers.named(DispatcherServlet.class.getName())))
			.transform((builder, type, loader, module, domain) -> builder
				.visit(Advice.to(Counting.class).on(ElementMatchers.isMethod())))
			.installOn(ByteBuddyAgent.install());
	}

	private static void kinds(ClassPatcher classes) {
		long before = Counting.calls;
		List<String> differences = MethodKindRun.differences(classes);
		differences.forEach((each) -> OUT.println("kind " + each));
		OUT.println("kinds " + differences.size() + " " + ((Counting.calls > before) ? 1 : 0));
	}

	private static void patch(DispatcherServlet servlet, Connection connection, ClassPatcher classes) throws Exception {
		List<PatchedMethod> patches = apply(connection, classes);
		OUT.println("patched " + answer(servlet) + " " + answer(connection));
		patches.forEach(PatchedMethod::undo);
		OUT.println("reverted " + answer(servlet) + " " + answer(connection));
	}

	private static List<PatchedMethod> apply(Connection connection, ClassPatcher classes) {
		List<PatchedMethod> patches = List.of(patched(DispatcherServlet.class, "doDispatch", (self, given, proceed) -> {
			((HttpServletResponse) given[1]).setStatus(299);
			return null;
		}, classes), patched(connection.getClass(), "prepareStatement",
				(self, given, proceed) -> proceed.call(new Object[] { "select 2" }), classes));
		patches.forEach(PatchedMethod::apply);
		return patches;
	}

	private static PatchedMethod patched(Class<?> type, String name, PatchBody body, ClassPatcher classes) {
		Method method = Arrays.stream(type.getDeclaredMethods())
			.filter((each) -> each.getName().equals(name) && (type == DispatcherServlet.class
					|| Arrays.equals(each.getParameterTypes(), new Class<?>[] { String.class })))
			.findFirst()
			.orElseThrow();
		Counter counter = new Counter(new Counter.Brake(0, null, (failure) -> {
		}, Throwable::printStackTrace));
		return new PatchedMethod(new CodePlace(method, null, () -> classes), body, counter);
	}

	private static int answer(DispatcherServlet servlet) throws Exception {
		MockHttpServletResponse response = new MockHttpServletResponse();
		servlet.service(new MockHttpServletRequest("GET", "/"), response);
		return response.getStatus();
	}

	private static int answer(Connection connection) throws Exception {
		try (var statement = connection.prepareStatement("select 1"); var rows = statement.executeQuery()) {
			rows.next();
			return rows.getInt(1);
		}
	}

	/**
	 * What the agent puts into methods.
	 */
	public static final class Counting {

		/**
		 * How many calls there were.
		 */
		public static volatile long calls;

		private Counting() {
		}

		@Advice.OnMethodEnter
		static void enter() {
			calls++;
		}

	}

}
