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

package dev.replboot.runtime.weave;

import java.io.IOException;
import java.io.InputStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WovenAtBuild}: the kit is woven by the module that has it.
 */
class WovenKitTests {

	private final WovenAtBuild built = WovenAtBuild.read();

	@Test
	void theKitIsThere() throws IOException {
		String name = "repl/kit__init";
		try (InputStream in = WovenAtBuild.class.getResourceAsStream("/" + name + ".class")) {
			byte[] original = in.readAllBytes();
			assertThat(this.built.find(name, original)).isEqualTo(ClassWeaver.weave(original));
		}
	}

}
