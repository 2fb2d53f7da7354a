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

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds the order of the packages and where libraries may be seen.
 */
@Tag("plain")
class ArchitectureTests {

	private static final String ROOT = "dev.replboot.";

	private static final Pattern NAMESPACES = Pattern
		.compile(".*/dev/replboot/(kit|nrepl)(/[a-z0-9_]+)*(\\$|__init).*\\.class");

	/**
	 * Each sees only those before it; packages below them belong to them.
	 */
	private static final List<String> ORDER = List.of("text", "agent", "access", "runtime", "eval", "session", "audit",
			"observation", "kit", "listener", "lifecycle", "twin", "endpoint", "autoconfigure");

	private static final Set<String> STARTING = Set.of("dev.replboot.testsupport.TestRepl",
			"dev.replboot.testsupport.PostgresServer", "dev.replboot.testsupport.MariaDbServer",
			"dev.replboot.testsupport.BareRepl", "dev.replboot.testsupport.Shop",
			"org.springframework.boot.SpringApplication", "org.springframework.boot.builder.SpringApplicationBuilder",
			"java.lang.ProcessBuilder", "java.net.Socket", "java.net.ServerSocket", "java.sql.DriverManager");

	private static JavaClasses classes;

	@BeforeAll
	static void read() {
		classes = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
			.withImportOption(new ImportOption.DoNotIncludeJars())
			// what Clojure's compiler makes of our namespaces
			.withImportOption((location) -> !location.matches(NAMESPACES))
			.importPackages("dev.replboot");
		assertThat(classes).hasSizeGreaterThan(100);
	}

	// what holds a runtime is looked for by collections, and each marks these hundred
	// megabytes as long as they are there
	@AfterAll
	static void letGo() {
		classes = null;
	}

	@Test
	void everyPackageHasItsPlaceInTheOrder() {
		assertThat(classes).allSatisfy((type) -> assertThat(ORDER).contains(feature(type)));
	}

	private static String feature(JavaClass type) {
		String rest = type.getPackageName().substring(ROOT.length());
		return rest.contains(".") ? rest.substring(0, rest.indexOf('.')) : rest;
	}

	@Test
	void eachPackageSeesOnlyThoseBeforeIt() {
		for (int i = 0; i < ORDER.size() - 1; i++) {
			String[] later = ORDER.subList(i + 1, ORDER.size())
				.stream()
				.map((name) -> ROOT + name + "..")
				.toArray(String[]::new);
			ArchRuleDefinition.noClasses()
				.that()
				.resideInAPackage(ROOT + ORDER.get(i) + "..")
				.should()
				.dependOnClassesThat(JavaClass.Predicates.resideInAnyPackage(later))
				.allowEmptyShould(true)
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
	void accessKnowsNoWebType() {
		ArchRuleDefinition.noClasses()
			.that()
			.resideInAPackage("dev.replboot.access..")
			.should()
			.dependOnClassesThat(
					JavaClass.Predicates.resideInAnyPackage("org.springframework.web..", "org.springframework.http..",
							"org.springframework.boot..", "jakarta.servlet..", "org.springframework.security.web.."))
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
	void plainTestsStartNothing() {
		JavaClasses tests = new ClassFileImporter().withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
			.importPackages("dev.replboot");
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
