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

package dev.replboot.twin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/**
 * What the command line asks of the twin.
 *
 * @param eval forms to evaluate instead of the input, or {@code null}
 * @param script file to evaluate instead of the input, or {@code null}
 * @param strict whether a form that fails makes the exit status 1
 * @param keepGoing whether a script goes on after a form that fails
 * @param writable whether data sources may be written to
 * @param listen whether the listeners are offered as well
 * @param listenOnly whether they are offered instead of the terminal
 * @param authorities authorities that the principal has beside the administrator's
 */
record TwinOptions(@Nullable String eval, @Nullable String script, boolean strict, boolean keepGoing, boolean writable,
		boolean listen, boolean listenOnly, List<String> authorities) {

	private static final String FLAG = "--repl.twin";

	private static final List<String> WITH_VALUE = List.of(FLAG + ".eval", FLAG + ".script", FLAG + ".authorities");

	private static final List<String> KNOWN = List.of("eval", "script", "strict", "keep-going", "writable", "listen",
			"authorities");

	/**
	 * Where the Java launcher keeps the command, also when the main method hands no
	 * arguments on.
	 */
	private static final String COMMAND = "sun.java.command";

	private static final Path OWN_COMMAND = Path.of("/proc/self/cmdline");

	/**
	 * Whether a twin is wanted.
	 * @param given the arguments of the application
	 * @return whether it is
	 * @throws IllegalArgumentException if something was meant to ask for it but doesn't,
	 * so that the application itself would be started a second time
	 */
	static boolean isAsked(String[] given) {
		if (given.length == 0 && !System.getProperty(COMMAND, "").contains("twin")) {
			requireAskedNowhereElse();
			return false;
		}
		List<String> arguments = List.of((given.length != 0) ? given : commandLine());
		boolean asked = arguments.stream().anyMatch(TwinOptions::asks);
		if (arguments.contains(FLAG + "=false")) {
			if (asked) {
				throw new IllegalArgumentException(
						"Nothing was started: --repl.twin=false contradicts the other options of the twin.");
			}
			return false;
		}
		if (!asked) {
			requireAskedNowhereElse();
		}
		requireWellSpelled(arguments, asked);
		return asked;
	}

	// The command line of the process has the JVM's options as well: a system property
	// only matters if nothing else asks for a twin.
	private static void requireWellSpelled(List<String> arguments, boolean asked) {
		for (int i = 0; i < arguments.size(); i++) {
			String argument = arguments.get(i);
			boolean value = i > 0 && WITH_VALUE.contains(arguments.get(i - 1));
			boolean property = asked && argument.startsWith("-D");
			if (!value && !property && !asks(argument) && isMeant(argument)) {
				throw new IllegalArgumentException("Nothing was started: " + name(argument)
						+ " is not known. Did you mean --repl.twin, after the jar or the class?");
			}
		}
	}

	// a duplicate inherits these, so they must not decide
	private static void requireAskedNowhereElse() {
		boolean property = System.getProperty("repl.twin") != null;
		if (property || System.getenv("REPL_TWIN") != null) {
			throw new IllegalArgumentException("Nothing was started: "
					+ (property ? "the system property repl.twin" : "the environment variable REPL_TWIN")
					+ " is set, but a twin is asked for on the command line alone. Unset it, and use --repl.twin after the"
					+ " jar or the class.");
		}
	}

	private static boolean asks(String argument) {
		return argument.equals(FLAG) || argument.startsWith(FLAG + '.')
				|| (argument.startsWith(FLAG + '=') && !argument.equals(FLAG + "=false"));
	}

	// as it is typed when one is tired, or pasted from a page: -repl.twin, --repl-twin,
	// -Drepl.twin, repl.twin, or with a dash
	private static boolean isMeant(String argument) {
		String name = name(argument).replaceFirst("^\\p{Pd}+D?", "");
		String letters = name.replaceAll("[._]|\\p{Pd}", "").toLowerCase(Locale.ROOT);
		boolean option = !name.equals(name(argument));
		return letters.equals("repltwin") || (option && letters.startsWith("repltwin"));
	}

	private static String name(String argument) {
		return argument.split("=", 2)[0];
	}

	// the launcher joins arguments with spaces, and ProcessHandle gives up long commands
	private static String[] commandLine() {
		try {
			return Files.readString(OWN_COMMAND).split("\0");
		}
		catch (IOException ex) {
			return ProcessHandle.current()
				.info()
				.arguments()
				.orElseGet(() -> System.getProperty(COMMAND, "").split(" "));
		}
	}

	/**
	 * Read the command line.
	 * @param given the arguments of the application
	 * @return what it asks
	 * @throws IllegalArgumentException if that isn't known or contradicts itself
	 */
	static TwinOptions of(String[] given) {
		List<String> arguments = List.of((given.length != 0) ? given : commandLine());
		arguments.stream().filter((argument) -> argument.startsWith(FLAG + '.')).forEach(TwinOptions::requireKnown);
		String eval = value(arguments, "eval");
		String script = value(arguments, "script");
		String listen = listen(arguments);
		boolean listenOnly = listen.equals("only");
		if (eval != null && script != null) {
			throw new IllegalArgumentException(
					"--repl.twin.eval and --repl.twin.script exclude each other. Give one of them.");
		}
		if (listenOnly && (eval != null || script != null)) {
			throw new IllegalArgumentException("--repl.twin.listen=only evaluates nothing but what comes over its"
					+ " listeners. Leave it out, or --repl.twin.eval and --repl.twin.script.");
		}
		return new TwinOptions(eval, script, flag(arguments, "strict"), flag(arguments, "keep-going"),
				flag(arguments, "writable"), !listen.equals("false"), listenOnly,
				List.of(StringUtils.tokenizeToStringArray(value(arguments, "authorities"), ",")));
	}

	/**
	 * Whether the first form that fails ends the twin: what a program has started must
	 * not go on as if nothing had happened.
	 * @return whether forms come from the command line or a file, and nobody has asked
	 * for all of them
	 */
	boolean endsAtFailure() {
		return (this.eval != null || this.script != null) && !this.keepGoing && !this.strict;
	}

	private static void requireKnown(String argument) {
		String name = name(argument);
		if (!KNOWN.contains(name.substring(FLAG.length() + 1))) {
			throw new IllegalArgumentException(
					name + " is not known. There are " + FLAG + '.' + String.join(", " + FLAG + '.', KNOWN) + ".");
		}
	}

	private static boolean flag(List<String> arguments, String name) {
		return switch (last(arguments, name, "false")) {
			case "true" -> true;
			case "false" -> false;
			default -> throw new IllegalArgumentException(
					FLAG + '.' + name + " is either true or false, and true if it has no value.");
		};
	}

	private static String listen(List<String> arguments) {
		String listen = last(arguments, "listen", "false");
		if (!List.of("true", "false", "only").contains(listen)) {
			throw new IllegalArgumentException(
					"--repl.twin.listen has no value for listeners beside the input, or only for these alone.");
		}
		return listen;
	}

	// true without a value: what follows after a space is another argument
	private static String last(List<String> arguments, String name, String otherwise) {
		String option = FLAG + '.' + name;
		String last = otherwise;
		for (String argument : arguments) {
			if (argument.equals(option)) {
				last = "true";
			}
			else if (argument.startsWith(option + '=')) {
				last = argument.substring(option.length() + 1);
			}
		}
		return last;
	}

	// both --option=value and --option value, as shells quote either
	private static @Nullable String value(List<String> arguments, String name) {
		String option = FLAG + '.' + name;
		for (int i = 0; i < arguments.size(); i++) {
			String argument = arguments.get(i);
			if (argument.startsWith(option + '=')) {
				return argument.substring(option.length() + 1);
			}
			if (argument.equals(option)) {
				if (i + 1 == arguments.size() || arguments.get(i + 1).startsWith(FLAG)) {
					throw new IllegalArgumentException(option + " takes a value. Give it after a space or a =.");
				}
				return arguments.get(i + 1);
			}
		}
		return null;
	}

}
