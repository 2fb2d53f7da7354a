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

package dev.replboot.runtime.engine;

import java.lang.reflect.Field;

import clojure.lang.LineNumberingPushbackReader;
import org.jspecify.annotations.Nullable;

/**
 * The text that a source of forms has given since it was asked to keep it. The source has
 * a method for it that ends keeping it.
 */
final class CapturedText {

	private static final Field TEXT = textField();

	private CapturedText() {
	}

	private static Field textField() {
		try {
			Field field = LineNumberingPushbackReader.class.getDeclaredField("sb");
			field.setAccessible(true);
			return field;
		}
		catch (ReflectiveOperationException ex) {
			throw ReadTimeEvaluation.otherClojure(ex);
		}
	}

	static @Nullable StringBuilder of(LineNumberingPushbackReader source) {
		try {
			return (StringBuilder) TEXT.get(source);
		}
		catch (IllegalAccessException ex) {
			throw ReadTimeEvaluation.otherClojure(ex);
		}
	}

}
