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

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * A method as somebody writes it: its name, or its declaration as in Java, such as
 * {@code price(String, Map.Entry<String, Integer>, int...)}.
 *
 * @param name the method's name
 * @param parameters the types of its parameters without type arguments, or {@code null}
 * if only the name is given
 */
record WrittenMethod(String name, @Nullable List<String> parameters) {

	/**
	 * Read it.
	 * @param text the name or the declaration
	 * @return the same
	 */
	static WrittenMethod of(String text) {
		String all = text.strip();
		int open = all.indexOf('(');
		String before = ((open < 0) ? all : all.substring(0, open)).strip();
		// The name may follow others, as in: public BigDecimal price(…)
		String name = before.substring(before.lastIndexOf(' ') + 1);
		if (name.equals("<init>") || name.equals("<clinit>")) {
			throw new PatchRefusedException("Constructors and initializers can't be patched, because a function"
					+ " can't receive an incomplete object. Patch a method that is called on the new object, the"
					+ " method that creates it, or the method of the configuration class that creates the bean.");
		}
		if (open < 0) {
			return new WrittenMethod(name, null);
		}
		int close = all.lastIndexOf(')');
		if (close < open) {
			throw new PatchRefusedException(
					"The parameters of " + text + " don't end. Write them as in Java: price(String, int).");
		}
		return new WrittenMethod(name, parameters(withoutTypeArguments(all.substring(open + 1, close))));
	}

	private static String withoutTypeArguments(String text) {
		StringBuilder kept = new StringBuilder();
		int depth = 0;
		for (char each : text.toCharArray()) {
			depth += (each == '<') ? 1 : 0;
			if (depth == 0) {
				kept.append(each);
			}
			depth -= (each == '>') ? 1 : 0;
		}
		return kept.toString();
	}

	private static List<String> parameters(String text) {
		List<String> types = new ArrayList<>();
		for (String each : text.split(",")) {
			// A parameter may have all of: final @Nullable String name
			List<String> words = new ArrayList<>(
					List.of(each.strip().replaceAll("\\s+(?=\\[|\\.\\.\\.)", "").split("\\s+")));
			words.removeIf((word) -> word.equals("final") || word.startsWith("@"));
			if (!words.isEmpty() && !words.get(0).isEmpty()) {
				types.add(words.get(0).replace("...", "[]"));
			}
		}
		return types;
	}

	/**
	 * Whether a method's parameters are those.
	 * @param method the method
	 * @return whether they are, or none are given
	 */
	boolean fits(Method method) {
		return fits(method, method.getParameterTypes());
	}

	/**
	 * Whether a method's parameters are those.
	 * @param method the method
	 * @param types the types of its parameters, as far as whose method it is tells
	 * @return whether they are, or none are given
	 */
	boolean fits(Method method, Class<?>[] types) {
		List<String> written = this.parameters;
		// The last parameter of a suspending function of Kotlin need not be written.
		return written == null || (written.size() == method.getParameterCount()
				|| written.size() == KotlinMethods.parameters(method).length)
				&& IntStream.range(0, written.size())
					.allMatch((i) -> fits(types[i].getTypeName(), written.get(i))
							|| written.get(i).equals(method.getGenericParameterTypes()[i].getTypeName()));
	}

	/**
	 * Whether parameters are those.
	 * @param types the names of their types
	 * @return whether they are, or none are given
	 */
	boolean fits(List<String> types) {
		List<String> written = this.parameters;
		return written == null || written.size() == types.size()
				&& IntStream.range(0, types.size()).allMatch((i) -> fits(types.get(i), written.get(i)));
	}

	private static boolean fits(String binary, String written) {
		String nested = binary.replace('$', '.');
		return written.equals(binary) || written.equals(nested) || nested.endsWith("." + written)
				|| binary.endsWith("." + written);
	}

	/**
	 * The methods of that name aren't the one that is meant.
	 * @param name the method's name
	 * @param type the class that has them
	 * @param several whether several fit, and not none
	 * @param all those of that name, to choose from
	 * @return the refusal
	 */
	static PatchRefusedException notOne(String name, Class<?> type, boolean several, String all) {
		return new PatchRefusedException((several ? "Several" : "None") + " of the methods " + name + " of "
				+ type.getName() + (several ? " fit." : " fits.") + " Say which by its parameters: " + all + ".");
	}

	/**
	 * Write a method so that it can be read.
	 * @param method the method
	 * @param full whether types stand with their packages
	 * @return its name and the types of its parameters
	 */
	static String write(Method method, boolean full) {
		return write(method, method.getParameterTypes(), full);
	}

	/**
	 * Write a method so that it can be read.
	 * @param method the method
	 * @param types the types of its parameters, as far as whose method it is tells
	 * @param full whether types stand with their packages
	 * @return its name and the types of its parameters
	 */
	static String write(Method method, Class<?>[] types, boolean full) {
		String all = Arrays.stream(types)
			.map((type) -> full ? type.getTypeName().replace('$', '.') : type.getSimpleName())
			.collect(Collectors.joining(", "));
		return method.getName() + "(" + (method.isVarArgs() ? all.substring(0, all.length() - 2) + "..." : all) + ")";
	}

}
