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
import java.util.Collection;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Decides whether an answer could not be written because of what a patch gave. Exceptions
 * are known by name, since the libraries needn't be there.
 */
final class AnswerFault {

	private static final Set<String> WRITING = Set.of(
			"org.springframework.http.converter.HttpMessageConversionException",
			"org.springframework.core.codec.CodecException", "com.fasterxml.jackson.core.JacksonException",
			"com.fasterxml.jackson.core.JsonProcessingException", "tools.jackson.core.JacksonException");

	// These extend some of the above, and the client is to blame for them.
	private static final Set<String> READING = Set.of(
			"org.springframework.http.converter.HttpMessageNotReadableException",
			"org.springframework.core.codec.DecodingException",
			"com.fasterxml.jackson.databind.exc.MismatchedInputException",
			"com.fasterxml.jackson.core.exc.StreamReadException", "tools.jackson.databind.exc.MismatchedInputException",
			"tools.jackson.core.exc.StreamReadException");

	// Jackson names the objects behind this.
	private static final String CHAIN = "(through reference chain";

	private final ReturnedClasses classes;

	private final boolean handler;

	/**
	 * Create it.
	 * @param classes what the patch has given
	 * @param handler whether what it gives is the answer itself
	 */
	AnswerFault(ReturnedClasses classes, boolean handler) {
		this.classes = classes;
		this.handler = handler;
	}

	/**
	 * Find what the patch is to blame for.
	 * @param causes an exception and its causes
	 * @param own whether a result of the patch was surely a part of the operation, so
	 * that a handler's is the answer
	 * @return the one that gives evidence, or {@code null}
	 */
	@Nullable Throwable find(List<Throwable> causes, boolean own) {
		if (causes.stream().anyMatch((each) -> isOneOf(READING, each) || isOfConnection(each))) {
			return null;
		}
		boolean answer = own && this.handler;
		for (Throwable each : causes) {
			if (isOneOf(WRITING, each) && isOfPatch(String.valueOf(each.getMessage()), answer)) {
				return each;
			}
		}
		return null;
	}

	// The client may be gone.
	private static boolean isOfConnection(Throwable thrown) {
		return thrown instanceof IOException && !isOneOf(WRITING, thrown);
	}

	private static boolean isOneOf(Set<String> names, Throwable thrown) {
		for (Class<?> each = thrown.getClass(); each != null; each = each.getSuperclass()) {
			if (names.contains(each.getName())) {
				return true;
			}
		}
		return false;
	}

	private boolean isOfPatch(String message, boolean answer) {
		// The same answer might have failed without the patch.
		return answer ? !names(message, this.classes.originals()) : names(message, this.classes.all());
	}

	private static boolean names(String message, Collection<String> classes) {
		int chain = message.indexOf(CHAIN);
		String head = (chain >= 0) ? message.substring(0, chain) : message;
		for (String each : classes) {
			// Every chain has a list or a map of Java's.
			if (contains(each.startsWith("java.") ? head : message, each)) {
				return true;
			}
		}
		return false;
	}

	private static boolean contains(String text, String name) {
		int found = text.indexOf(name);
		while (found >= 0) {
			int end = found + name.length();
			if ((found == 0 || !isPart(text.charAt(found - 1)))
					&& (end == text.length() || !isPart(text.charAt(end)))) {
				return true;
			}
			found = text.indexOf(name, end);
		}
		return false;
	}

	private static boolean isPart(char character) {
		return Character.isJavaIdentifierPart(character);
	}

}
