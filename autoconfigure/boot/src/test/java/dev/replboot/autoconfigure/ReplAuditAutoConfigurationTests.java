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

import java.util.List;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.support.SpringFactoriesLoader;

import dev.replboot.audit.AuditSink;
import dev.replboot.audit.AuditTrail;
import dev.replboot.audit.ReplAuditEvent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which sinks of the audit log an application may have.
 */
@NullUnmarked
class ReplAuditAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withInitializer((context) -> context.getEnvironment()
			.setConversionService((ApplicationConversionService) ApplicationConversionService.getSharedInstance()))
		.withConfiguration(AutoConfigurations.of(ReplPeerAutoConfiguration.class, ReplAuditAutoConfiguration.class,
				ReplObservabilityAutoConfiguration.class, ReplKitAutoConfiguration.class, ReplAutoConfiguration.class))
		.withPropertyValues("management.endpoints.web.exposure.include=repl",
				"management.endpoint.repl.access=unrestricted");

	@Test
	void sinkOfTheApplicationIsOneMore() {
		this.runner.withBean("queue", Sink.class, () -> new Sink("queue"))
			.withPropertyValues("repl.audit.required=events,queue")
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(AuditTrail.class));
	}

	@Test
	void requiredSinkThatIsNotThereFailsTheStart() {
		this.runner.withPropertyValues("repl.audit.required=queue")
			.run((context) -> assertThat(analysis(context.getStartupFailure()).getDescription())
				.isEqualTo("repl.audit.required demands the sink queue, which is not there. There are: events, log."));
	}

	@Test
	void sinksOfOneNameFailTheStart() {
		this.runner.withUserConfiguration(SameNames.class).run((context) -> {
			FailureAnalysis analysis = analysis(context.getStartupFailure());
			assertThat(analysis.getDescription())
				.startsWith("The audit sinks of the beans first and second have the same name, queue.");
			assertThat(analysis.getAction()).contains("AuditSink.name()");
		});
	}

	@Test
	void sinkWithTheNameOfOneOfOursFailsTheStart() {
		this.runner.withBean("own", Sink.class, () -> new Sink("events"))
			.run((context) -> assertThat(analysis(context.getStartupFailure()).getDescription())
				.startsWith("The audit sinks of the beans own and replEventsSink have the same name, events."));
	}

	// as Spring Boot finds it
	private static FailureAnalysis analysis(Throwable failure) {
		return SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, (factory, implementation, ex) -> {
				// some want to know the context
			})
			.stream()
			.map((analyzer) -> analyzer.analyze(failure))
			.filter((analysis) -> analysis != null)
			.findFirst()
			.orElseThrow();
	}

	@Configuration(proxyBeanMethods = false)
	static class SameNames {

		@Bean
		AuditSink first() {
			return new Sink("queue");
		}

		@Bean
		AuditSink second() {
			return new Sink("queue");
		}

	}

	/**
	 * A sink.
	 *
	 * @param name its name
	 */
	record Sink(String name) implements AuditSink {

		@Override
		public void write(List<ReplAuditEvent> events) {
		}

	}

}
