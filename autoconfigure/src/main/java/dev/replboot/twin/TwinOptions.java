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

import org.jspecify.annotations.Nullable;

/**
 * What the command line asks of the twin.
 *
 * @param eval forms to evaluate instead of the input, or {@code null}
 * @param script file to evaluate instead of the input, or {@code null}
 * @param strict whether a form that fails makes the exit status 1
 * @param writable whether data sources may be written to
 * @param listen whether the listeners are offered as well
 */
record TwinOptions(@Nullable String eval, @Nullable String script, boolean strict, boolean writable, boolean listen) {

	private static final String FLAG = "--repl.twin";

	/**
	 * Where the Java launcher keeps the command, also when the main method hands no
	 * arguments on.
	 */
	private static final String COMMAND = "sun.java.command";

	private static final Path OWN_COMMAND = Path.of("/proc/self/cmdline");

	static boolean isAsked(String[] arguments) {
		if (arguments.length == 0) {
			return System.getProperty(COMMAND, "").contains(' ' + FLAG) && isAsked(commandLine());
		}
		for (String argument : arguments) {
			if (argument.startsWith(FLAG)) {
				return asks(argument);
			}
		}
		return false;
	}

	private static boolean asks(String argument) {
		return argument.equals(FLAG) || argument.startsWith(FLAG + '.')
				|| (argument.startsWith(FLAG + '=') && !argument.equals(FLAG + "=false"));
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

	static TwinOptions of(String[] given) {
		List<String> arguments = List.of((given.length != 0) ? given : commandLine());
		String eval = value(arguments, FLAG + ".eval");
		String script = value(arguments, FLAG + ".script");
		if (eval != null && script != null) {
			throw new IllegalArgumentException(
					"--repl.twin.eval and --repl.twin.script exclude each other. Give one of them.");
		}
		return new TwinOptions(eval, script, flag(arguments, ".strict"), flag(arguments, ".writable"),
				flag(arguments, ".listen"));
	}

	private static boolean flag(List<String> arguments, String name) {
		String option = FLAG + name;
		return arguments.contains(option) || arguments.contains(option + "=true");
	}

	// both --option=value and --option value, as shells quote either
	private static @Nullable String value(List<String> arguments, String option) {
		for (int i = 0; i < arguments.size(); i++) {
			String argument = arguments.get(i);
			if (argument.startsWith(option + '=')) {
				return argument.substring(option.length() + 1);
			}
			if (argument.equals(option)) {
				if (i + 1 == arguments.size()) {
					throw new IllegalArgumentException(option + " takes a value. Give it after a space or a =.");
				}
				return arguments.get(i + 1);
			}
		}
		return null;
	}

}
