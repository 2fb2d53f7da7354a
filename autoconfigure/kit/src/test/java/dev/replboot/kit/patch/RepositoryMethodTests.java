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

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Methods of repositories by their names and declarations.
 */
@Tag("plain")
class RepositoryMethodTests {

	@Test
	void methodThatSeveralInterfacesDeclareIsOne() {
		RepositoryMethod all = RepositoryMethod.find(HookedTypes.class, "findAll");
		assertThat(all.method().getReturnType()).isEqualTo(List.class);
		assertThat(all.all()).hasSize(2);
	}

	@Test
	void methodIsFoundByItsTypesInTheRepositoryAndAsDeclared() {
		for (String text : List.of("findById", "findById(Integer)", "findById(ID)", "Optional<T> findById(ID id)")) {
			assertThat(RepositoryMethod.find(HookedTypes.class, text).signature()).as(text)
				.isEqualTo("findById(Integer)");
		}
		assertThat(RepositoryMethod.find(HookedTypes.class, "save(String)").signature()).isEqualTo("save(String)");
		assertThat(RepositoryMethod.find(HookedTypes.class, "delete").signature()).isEqualTo("delete(String)");
		assertThat(RepositoryMethod.find(HookedTypes.class, "findByName(String, int...)").signature())
			.isEqualTo("findByName(String, int...)");
	}

	@Test
	void whatIsNotOneMethodIsRefusedWithThoseThatThereAre() {
		assertThatExceptionOfType(PatchRefusedException.class)
			.isThrownBy(() -> RepositoryMethod.find(HookedTypes.class, "findByName"))
			.withMessageContaining("Several of the methods findByName of " + HookedTypes.class.getName() + " fit. Say")
			.withMessageContaining("findByName(String), findByName(String, int...)");
		assertThatExceptionOfType(PatchRefusedException.class)
			.isThrownBy(() -> RepositoryMethod.find(HookedTypes.class, "save(int)"))
			.withMessage("None of the methods save of " + HookedTypes.class.getName()
					+ " fits. Say which by its parameters: save(String).");
		assertThatExceptionOfType(PatchRefusedException.class)
			.isThrownBy(() -> RepositoryMethod.find(HookedTypes.class, "find"))
			.withMessageEndingWith("has no method find. It has delete, findAll, findById, findByName, save.");
	}

	interface Base<T, ID> {

		Optional<T> findById(ID id);

		Iterable<T> findAll();

		<S extends T> S save(S entity);

		void delete(T entity);

	}

	interface Lists<T, ID> extends Base<T, ID> {

		@Override
		List<T> findAll();

	}

	interface Listed {

		Iterable<String> findAll();

	}

	interface HookedTypes extends Lists<String, Integer>, Listed {

		@Override
		void delete(String entity);

		List<String> findByName(String name);

		List<String> findByName(String name, int... pages);

	}

}
