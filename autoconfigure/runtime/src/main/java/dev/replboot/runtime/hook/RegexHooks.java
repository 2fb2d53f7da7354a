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

package dev.replboot.runtime.hook;

import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Regular expressions over characters that poll.
 */
public final class RegexHooks {

	private RegexHooks() {
	}

	@ReplacementFor(Pattern.class)
	public static Matcher matcher(Pattern pattern, CharSequence input) {
		return pattern.matcher(PolledCharSequence.of(input));
	}

	@ReplacementFor(Matcher.class)
	public static Matcher reset(Matcher matcher, CharSequence input) {
		return matcher.reset(PolledCharSequence.of(input));
	}

	@ReplacementFor(Pattern.class)
	public static String[] split(Pattern pattern, CharSequence input) {
		return pattern.split(PolledCharSequence.of(input));
	}

	@ReplacementFor(Pattern.class)
	public static String[] split(Pattern pattern, CharSequence input, int limit) {
		return pattern.split(PolledCharSequence.of(input), limit);
	}

	@ReplacementFor(Pattern.class)
	public static Stream<String> splitAsStream(Pattern pattern, CharSequence input) {
		return pattern.splitAsStream(PolledCharSequence.of(input));
	}

	@ReplacementFor(value = Pattern.class, isStatic = true)
	public static boolean matches(String expression, CharSequence input) {
		return Pattern.matches(expression, PolledCharSequence.of(input));
	}

	@ReplacementFor(Pattern.class)
	public static Predicate<String> asPredicate(Pattern pattern) {
		requireTarget(pattern);
		return (input) -> matcher(pattern, input).find();
	}

	@ReplacementFor(Pattern.class)
	public static Predicate<String> asMatchPredicate(Pattern pattern) {
		requireTarget(pattern);
		return (input) -> matcher(pattern, input).matches();
	}

	// here, and not when it is used
	private static void requireTarget(Pattern pattern) {
		if (pattern == null) {
			throw new NullPointerException("Cannot invoke a method of \"java.util.regex.Pattern\" because it is null");
		}
	}

	@ReplacementFor(value = String.class, method = "matches")
	public static boolean stringMatches(String input, String expression) {
		return Pattern.matches(expression, PolledCharSequence.of(input));
	}

	@ReplacementFor(String.class)
	public static String replaceAll(String input, String expression, String replacement) {
		return matcher(Pattern.compile(expression), input).replaceAll(replacement);
	}

	@ReplacementFor(String.class)
	public static String replaceFirst(String input, String expression, String replacement) {
		return matcher(Pattern.compile(expression), input).replaceFirst(replacement);
	}

	@ReplacementFor(value = String.class, method = "split")
	public static String[] stringSplit(String input, String expression) {
		return stringSplit(input, expression, 0);
	}

	@ReplacementFor(value = String.class, method = "split")
	public static String[] stringSplit(String input, String expression, int limit) {
		// the JDK splits at a single plain character without a pattern
		return (expression.length() == 1) ? input.split(expression, limit)
				: Pattern.compile(expression).split(PolledCharSequence.of(input), limit);
	}

}
