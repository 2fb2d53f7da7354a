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

package dev.replboot.kit.data;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for an application that has R2DBC, but neither Spring's support for JDBC and JPA
 * nor PostgreSQL's driver on its class path.
 */
@Timeout(900)
class R2dbcAloneTests {

	@Test
	void withoutSpringJdbcThereAreQueries(@TempDir Path folder) throws Exception {
		String classPath = Arrays
			.stream(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
				.split(File.pathSeparator))
			.filter((entry) -> !entry
				.matches(".*(spring-jdbc|spring-tx|spring-orm|postgresql|HikariCP|hibernate-core)-.*"))
			.collect(Collectors.joining(File.pathSeparator));
		Path output = folder.resolve("output");
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-cp", classPath, R2dbcAlone.class.getName(),
				"(Class/forName \"org.springframework.jdbc.core.JdbcTemplate\")",
				"(vec (sql \"select :a as a, 2 as b from dual where 1 in (:l)\" {:a :x :l [1 2]}))",
				"(sql \"drop table x\")", "(dry-run (println \"it\" \"ran\"))", "(fix! {:expect 1} 1)", "(help 'sql)",
				"(show [{:a 1}])")
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start();
		assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
		assertThat(Files.readString(output)).contains("ClassNotFoundException")
			.contains("[{:a \"x\", :b 2}]")
			.contains("The statement is no query")
			.contains("dry-run isn't available: spring-jdbc is not on the class path")
			.contains("fix! isn't available: spring-jdbc is not on the class path")
			.contains("ConnectionFactory bean")
			.contains("(1 row)")
			.doesNotContain("it ran")
			.doesNotContain("NoClassDefFoundError");
	}

}
