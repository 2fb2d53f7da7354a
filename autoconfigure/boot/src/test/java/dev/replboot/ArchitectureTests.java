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

package dev.replboot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds what the compiler doesn't, because it is within a module: the order of the
 * packages, and where libraries may be seen.
 */
@Tag("plain")
class ArchitectureTests {

	private static final String ROOT = "dev.replboot.";

	private static final Path MODULES = Path.of("..");

	/**
	 * The modules with their packages. Each package sees only those before it, and
	 * packages below it belong to it.
	 */
	private static final Map<String, List<String>> ORDER = Map.of("runtime", List.of("api", "text", "runtime"), "core",
			List.of("access", "eval", "session", "audit", "listener", "lifecycle"), "kit", List.of("agent", "kit"),
			"twin", List.of("twin"), "boot", List.of("observation", "endpoint", "autoconfigure"));

	private static final Set<String> STARTING = Set.of("dev.replboot.testsupport.TestRepl",
			"dev.replboot.testsupport.PostgresServer", "dev.replboot.testsupport.MariaDbServer",
			"dev.replboot.testsupport.BareRepl", "dev.replboot.testsupport.Shop",
			"org.springframework.boot.SpringApplication", "org.springframework.boot.builder.SpringApplicationBuilder",
			"java.lang.ProcessBuilder", "java.net.Socket", "java.net.ServerSocket", "java.sql.DriverManager");

	private static JavaClasses classes;

	@BeforeAll
	static void read() {
		classes = new ClassFileImporter().importPaths(ORDER.keySet().stream().map(ArchitectureTests::classes).toList());
		assertThat(classes).hasSizeGreaterThan(1000);
	}

	private static Path classes(String module) {
		return MODULES.resolve(module).resolve("target/classes/dev");
	}

	// what holds a runtime is looked for by collections, and each marks these hundred
	// megabytes as long as they are there
	@AfterAll
	static void letGo() {
		classes = null;
	}

	@ParameterizedTest
	@MethodSource("modules")
	void everyPackageHasItsPlaceInTheOrder(String module) {
		Stream<JavaClass> own = classes.stream().filter((type) -> isIn(module, type));
		assertThat(own).isNotEmpty().allSatisfy((type) -> assertThat(ORDER.get(module)).contains(feature(type)));
	}

	private static boolean isIn(String module, JavaClass type) {
		return type.getSource().orElseThrow().getUri().getPath().contains("/" + module + "/target/classes/");
	}

	private static Set<String> modules() {
		return ORDER.keySet();
	}

	private static String feature(JavaClass type) {
		String rest = type.getPackageName().substring(ROOT.length());
		return rest.contains(".") ? rest.substring(0, rest.indexOf('.')) : rest;
	}

	@ParameterizedTest
	@MethodSource("modules")
	void eachPackageSeesOnlyThoseBeforeIt(String module) {
		List<String> order = ORDER.get(module);
		for (int i = 0; i < order.size() - 1; i++) {
			String[] later = order.subList(i + 1, order.size())
				.stream()
				.map((name) -> ROOT + name + "..")
				.toArray(String[]::new);
			ArchRuleDefinition.noClasses()
				.that()
				.resideInAPackage(ROOT + order.get(i) + "..")
				.should()
				.dependOnClassesThat(JavaClass.Predicates.resideInAnyPackage(later))
				.check(classes);
		}
	}

	@Test
	void packagesHaveNoCycles() {
		SlicesRuleDefinition.slices().matching("dev.replboot.(*)..").should().beFreeOfCycles().check(classes);
	}

	@Test
	void clojureIsSeenByTheEngineAlone() {
		ArchRuleDefinition.noClasses()
			.that()
			.resideOutsideOfPackage("dev.replboot.runtime.engine..")
			.should()
			.dependOnClassesThat(JavaClass.Predicates.resideInAPackage("clojure.."))
			.check(classes);
	}

	@Test
	void theEngineIsSeenByNobody() {
		// it is loaded by the runtime's own class loader, once for each lease
		ArchRuleDefinition.noClasses()
			.that()
			.resideOutsideOfPackage("dev.replboot.runtime.engine..")
			.should()
			.dependOnClassesThat(JavaClass.Predicates.resideInAPackage("dev.replboot.runtime.engine.."))
			.check(classes);
	}

	@Test
	void accessKnowsNothingOfSpringBoot() {
		ArchRuleDefinition.noClasses()
			.that()
			.resideInAPackage("dev.replboot.access..")
			.should()
			.dependOnClassesThat(JavaClass.Predicates.resideInAPackage("org.springframework.boot.."))
			.check(classes);
	}

	@Test
	void webTypesAreSeenByTheEndpointAndTheWiringAlone() {
		ArchRuleDefinition.noClasses()
			.that()
			.resideOutsideOfPackages("dev.replboot.endpoint..", "dev.replboot.kit.web..",
					"dev.replboot.autoconfigure..")
			.should()
			.dependOnClassesThat(JavaClass.Predicates.resideInAnyPackage("org.springframework.web..",
					"org.springframework.http..", "jakarta.servlet..", "org.springframework.boot.actuate.endpoint.."))
			.check(classes);
	}

	@Test
	void springSecurityIsSeenWhereItIsOptionalAlone() {
		// the chain itself is in endpoint.web, which nothing loads without Spring
		// Security, and neither do the kit's packages
		ArchRuleDefinition.noClasses()
			.that()
			.resideOutsideOfPackages("dev.replboot.access..", "dev.replboot.endpoint.web..", "dev.replboot.kit.web..",
					"dev.replboot.kit.security..", "dev.replboot.autoconfigure..")
			.should()
			.dependOnClassesThat(JavaClass.Predicates.resideInAPackage("org.springframework.security.."))
			.check(classes);
	}

	@Test
	void internalsOfTheJdkAreNotTouched() {
		ArchRuleDefinition.noClasses()
			.that(DescribedPredicate.alwaysTrue())
			.should()
			.dependOnClassesThat(JavaClass.Predicates.resideInAnyPackage("sun..", "jdk.internal.."))
			.check(classes);
	}

	@Test
	void plainTestsStartNothing() throws IOException {
		JavaClasses tests;
		try (Stream<Path> modules = Files.list(MODULES)) {
			tests = new ClassFileImporter().importPaths(
					modules.map((module) -> module.resolve("target/test-classes")).filter(Files::exists).toList());
		}
		ArchRuleDefinition.noClasses().that(new DescribedPredicate<>("are tagged as plain") {
			@Override
			public boolean test(JavaClass type) {
				return type.isAnnotatedWith(Tag.class) && type.getAnnotationOfType(Tag.class).value().equals("plain");
			}
		}).should().dependOnClassesThat(new DescribedPredicate<>("start something") {
			@Override
			public boolean test(JavaClass type) {
				return STARTING.contains(type.getName());
			}
		}).check(tests);
	}

	@Test
	void everyPackageIsNullMarked() {
		for (String name : classes.stream().map(JavaClass::getPackageName).distinct().toList()) {
			assertThat(classes.getPackage(name).isAnnotatedWith(NullMarked.class)).as(name).isTrue();
		}
	}

}
