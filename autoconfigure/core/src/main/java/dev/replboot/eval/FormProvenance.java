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

package dev.replboot.eval;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a form is part of.
 *
 * @param tool what an editor asked by itself, or {@code null}
 * @param file the file, or {@code null}
 * @param called what else runs because of it
 */
record FormProvenance(@Nullable String tool, @Nullable String file, Map<String, String> called) {

	static final FormProvenance TYPED = new FormProvenance(null, null, Map.of());

	static FormProvenance of(EvaluationRequest text) {
		return new FormProvenance(text.tool(), text.settings().file(), text.settings().called());
	}

}
