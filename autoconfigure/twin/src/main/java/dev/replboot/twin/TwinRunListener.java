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

package dev.replboot.twin;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.SpringProperties;
import org.springframework.core.env.ConfigurableEnvironment;

import dev.replboot.kit.data.DryRunAccess;

/**
 * Turns the start of the application into that of a twin, when the command line asks for
 * it. Comes before everything else that Spring Boot does.
 */
final class TwinRunListener implements SpringApplicationRunListener, Ordered {

	/**
	 * The first application of a process is the twin. Others are part of its start, such
	 * as a bootstrap context.
	 */
	private static final AtomicBoolean TAKEN = new AtomicBoolean();

	private final SpringApplication application;

	private final @Nullable TwinOptions options;

	private final PrintStream values = System.out;

	private final LogFiles logFiles = new LogFiles();

	private @Nullable TwinConsole console;

	TwinRunListener(SpringApplication application, String[] arguments) {
		this.application = application;
		this.options = options(arguments);
	}

	private static @Nullable TwinOptions options(String[] arguments) {
		try {
			boolean asked = TwinOptions.isAsked(arguments) && TAKEN.compareAndSet(false, true);
			return asked ? TwinOptions.of(arguments) : null;
		}
		catch (IllegalArgumentException ex) {
			System.err.println(ex.getMessage());
			System.exit(2);
			throw ex;
		}
	}

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	@Override
	public void starting(ConfigurableBootstrapContext context) {
		if (this.options == null) {
			return;
		}
		// values alone go to standard output
		System.setOut(System.err);
		// it would run the main method once more, in a class loader of its own
		System.setProperty("spring.devtools.restart.enabled", "false");
		// what was decided when the jar was built holds for the application, which has
		// a web server and migrations
		SpringProperties.setProperty(AotDetector.AOT_ENABLED, "false");
		this.application.setApplicationContextFactory((type) -> new TwinContext());
		this.application.setBannerMode(Banner.Mode.OFF);
		this.application.setListeners(this.application.getListeners()
			.stream()
			.filter((listener) -> !TwinProperties.writesFileOfProcess(listener))
			.toList());
		this.application.addListeners(this.logFiles);
	}

	@Override
	public void environmentPrepared(ConfigurableBootstrapContext context, ConfigurableEnvironment environment) {
		if (this.options != null) {
			HandedVariables.addTo(environment);
			environment.getPropertySources().addFirst(TwinProperties.source(this.options));
			if (TwinConsole.isLogOnTerminal(this.options)) {
				// below what the command line says
				environment.getPropertySources().addLast(TwinProperties.quietLog());
			}
		}
	}

	@Override
	public void contextPrepared(ConfigurableApplicationContext context) {
		if (this.options != null) {
			ConfigurableEnvironment environment = context.getEnvironment();
			// an environment post-processor of the application's may have come before
			environment.getPropertySources().remove(TwinProperties.NAME);
			environment.getPropertySources().addFirst(TwinProperties.source(this.options, environment));
			this.console = new TwinConsole(this.options, this.values, System.err);
			ConfigurableListableBeanFactory beans = context.getBeanFactory();
			beans.registerSingleton("replTwinConsole", this.console);
			// once more, as something may have configured the log anew
			this.logFiles.detach();
			beans.registerSingleton("replTwinReport",
					new TwinReport((TwinContext) context, this.application, this.options, this.logFiles));
			// a little more than the kit gives, which says why
			Duration idle = Binder.get(environment)
				.bind("repl.limits.transaction", Duration.class)
				.orElse(Duration.ofMinutes(5))
				.plusSeconds(10);
			Runnable schema = OwnDatabase.schema(beans, environment, this.options.writable());
			beans.addBeanPostProcessor(new TwinDataSources(this.options.writable(), idle, schema));
			if (!this.options.writable()) {
				beans.registerSingleton("replTwinDryRunAccess", (DryRunAccess) TwinSession::letTransactionWrite);
			}
		}
	}

	@Override
	public void started(ConfigurableApplicationContext context, @Nullable Duration timeTaken) {
		if (this.console != null && this.options != null) {
			// before runners, and instead of them
			System.exit(new Twin((TwinContext) context, this.console, this.options).run());
		}
	}

}
