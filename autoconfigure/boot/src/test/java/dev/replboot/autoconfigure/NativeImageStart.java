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

package dev.replboot.autoconfigure;

import java.util.Objects;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;

/**
 * A process that takes itself for a native image, and starts what is there after ahead of
 * time processing: bean definitions without conditions. Prints what Spring Boot would say
 * about the failure.
 */
public final class NativeImageStart {

	private NativeImageStart() {
	}

	public static void main(String[] args) {
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			context.registerBean(ReplAutoConfiguration.class, ReplAutoConfiguration::new);
			context.refresh();
			System.out.println("started");
		}
		catch (RuntimeException ex) {
			SpringFactoriesLoader.forDefaultResourceLocation()
				.load(FailureAnalyzer.class, FailureHandler.handleMessage((message, failure) -> {
				}))
				.stream()
				.map((analyzer) -> analyzer.analyze(ex))
				.filter(Objects::nonNull)
				.map(FailureAnalysis.class::cast)
				.forEach((analysis) -> System.out.println(analysis.getDescription() + "\n" + analysis.getAction()));
		}
	}

}
