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

package dev.replboot.test.security;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.FilteredClassLoader;

/**
 * One application of the matrix.
 *
 * @param reactive whether it is a WebFlux application
 * @param ownPort whether the endpoints have a port of their own
 * @param kind how it is secured
 */
record Cell(boolean reactive, boolean ownPort, Kind kind) {

	private static final List<String> OURS = ImportCandidates.load(AutoConfiguration.class, null)
		.getCandidates()
		.stream()
		.filter((name) -> name.startsWith("dev.replboot."))
		.toList();

	// the tests have both web stacks on their class path, and WebFlux takes Netty
	static final List<String> TOMCAT = Stream
		.of("reactive.TomcatReactiveWebServer", "actuate.web.server.TomcatReactiveManagementContext")
		.map((name) -> "org.springframework.boot.tomcat.autoconfigure." + name + "AutoConfiguration")
		.toList();

	static Stream<Cell> all() {
		List<Cell> cells = new ArrayList<>();
		for (Kind kind : Kind.values()) {
			if (kind == Kind.SCOPES) {
				// its chains are those of JWT
				continue;
			}
			for (boolean reactive : new boolean[] { false, true }) {
				for (boolean ownPort : new boolean[] { false, true }) {
					cells.add(new Cell(reactive, ownPort, kind));
				}
			}
		}
		return cells.stream();
	}

	TestApplication start(String... properties) {
		return start(List.of(), properties);
	}

	TestApplication startWithoutUs() {
		return start(OURS);
	}

	private TestApplication start(List<String> excluded, String... more) {
		List<String> properties = new ArrayList<>(this.kind.properties());
		if (this.ownPort) {
			properties.add("management.server.port=0");
		}
		List<String> excludes = new ArrayList<>(excluded);
		if (this.reactive) {
			excludes.addAll(TOMCAT);
		}
		properties.add("spring.autoconfigure.exclude=" + String.join(",", excludes));
		properties.addAll(List.of(more));
		ClassLoader loader = (this.kind != Kind.NO_SECURITY) ? getClass().getClassLoader()
				: new FilteredClassLoader("org.springframework.security");
		return TestApplication.start(this.reactive ? WebApplicationType.REACTIVE : WebApplicationType.SERVLET, loader,
				List.of(this.kind.configuration(this.reactive)), properties);
	}

	@Override
	public String toString() {
		return (this.reactive ? "WebFlux, " : "MVC, ") + (this.ownPort ? "two ports, " : "one port, ") + this.kind;
	}

}
