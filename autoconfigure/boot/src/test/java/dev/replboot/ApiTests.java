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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.replboot.api.Internal;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is API: the types of beans that {@code docs/extending.md} names, and what they
 * speak of. Whatever else is public is marked as internal.
 */
@Tag("plain")
class ApiTests {

	private static final Path PAGE = Path.of("../../docs/extending.md");

	private static final Pattern NAME = Pattern.compile("`([A-Z][A-Za-z]+)`");

	private static JavaClasses classes;

	@BeforeAll
	static void read() {
		classes = new ClassFileImporter().importPaths(Stream.of("runtime", "core", "kit", "twin", "boot")
			.map((module) -> Path.of("..").resolve(module).resolve("target/classes/dev"))
			.toList());
		assertThat(classes).hasSizeGreaterThan(1000);
	}

	@AfterAll
	static void letGo() {
		classes = null;
	}

	@Test
	void apiIsWhatThePageNamesAndWhatThatSpeaksOf() throws IOException {
		Set<String> api = new TreeSet<>();
		classes.stream().filter(ApiTests::isApi).map(JavaClass::getName).forEach(api::add);
		assertThat(spokenOf()).isEqualTo(api);
	}

	private static boolean isApi(JavaClass type) {
		JavaClass outer = type.getEnclosingClass().orElse(null);
		return isVisible(type.getModifiers()) && !isInternal(type)
				&& ((outer != null) ? isApi(outer) : isTopLevel(type));
	}

	private static boolean isTopLevel(JavaClass type) {
		return !type.getName().equals(Internal.class.getName()) && !type.getSimpleName().equals("package-info");
	}

	private static boolean isInternal(JavaClass type) {
		return type.isAnnotatedWith(Internal.class)
				|| classes.getPackage(type.getPackageName()).isAnnotatedWith(Internal.class);
	}

	private static boolean isVisible(Set<JavaModifier> modifiers) {
		return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
	}

	private static Set<String> spokenOf() throws IOException {
		Set<String> names = new TreeSet<>();
		NAME.matcher(Files.readString(PAGE)).results().map((found) -> found.group(1)).forEach(names::add);
		Deque<JavaClass> open = new ArrayDeque<>();
		classes.stream().filter((type) -> names.contains(type.getSimpleName())).forEach(open::add);
		Set<String> found = new TreeSet<>();
		while (!open.isEmpty()) {
			JavaClass type = open.remove();
			if (found.add(type.getName())) {
				open.addAll(own(type));
			}
		}
		return found;
	}

	// of an interface or class that a bean implements, each visible member is a promise
	private static List<JavaClass> own(JavaClass type) {
		Stream<JavaClass> members = type.getMembers()
			.stream()
			.filter((member) -> isVisible(member.getModifiers()) && !member.isAnnotatedWith(Internal.class))
			.map(JavaMember::getAllInvolvedRawTypes)
			.flatMap(Set::stream);
		Stream<JavaClass> above = Stream.concat(type.getRawSuperclass().stream(), type.getRawInterfaces().stream());
		Stream<JavaClass> around = type.getEnclosingClass().stream();
		return Stream.of(members, above, around)
			.flatMap((types) -> types)
			.map(JavaClass::getBaseComponentType)
			.filter((each) -> each.getPackageName().startsWith("dev.replboot"))
			.map((each) -> classes.get(each.getName()))
			.toList();
	}

}
