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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.context.Lifecycle;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

import dev.replboot.audit.AuditType;
import dev.replboot.audit.Sanitizing;
import dev.replboot.eval.OwnCode;
import dev.replboot.kit.KitAudit;
import dev.replboot.kit.KitContribution;
import dev.replboot.kit.ReplKitContributor;

/**
 * Tells what the twin has left out, and what the application does by itself at start that
 * couldn't be.
 */
final class TwinReport implements ReplKitContributor {

	/**
	 * How options begin that open a port, load an agent, or write files or run commands
	 * in the name of the active process.
	 */
	private static final List<String> COLLIDING = List.of("-agent", "-javaagent", "-Xrun", "-Xdebug",
			"-Dcom.sun.management.", "-Xlog", "-XX:HeapDumpPath", "-XX:+HeapDump", "-XX:StartFlightRecording",
			"-XX:FlightRecorder", "-XX:ErrorFile", "-XX:OnError", "-XX:OnOutOfMemoryError", "-XX:LogFile",
			"-XX:ArchiveClassesAtExit", "-XX:AOTCacheOutput", "-XX:VMOptionsFile", "-XX:Flags");

	private static final PropertySource<?> SYSTEM_PROPERTIES = PropertySource
		.named(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);

	private final ConfigurableListableBeanFactory beans;

	private final StartedBeans started;

	private final ConfigurableEnvironment environment;

	private final SpringApplication application;

	private final TwinOptions options;

	private final LogFiles logFiles;

	TwinReport(TwinContext context, SpringApplication application, TwinOptions options, LogFiles logFiles) {
		this.beans = context.getBeanFactory();
		this.started = context.started();
		this.environment = context.getEnvironment();
		this.application = application;
		this.options = options;
		this.logFiles = logFiles;
	}

	@Override
	public String name() {
		return "twin";
	}

	@Override
	public void contribute(KitContribution contribution) {
		contribution.title("the twin")
			.function("twin", "[]", "What this twin has left out, and what ran at its start all the same.",
					(arguments) -> report())
			.function("start!", "[bean]", "Starts one lifecycle bean on purpose.\n\n(start! 'poller)",
					(arguments) -> start(arguments.isEmpty() ? "" : String.valueOf(arguments.get(0))));
	}

	private Map<String, Object> report() {
		Map<String, Object> report = new LinkedHashMap<>();
		report.put("writable", this.options.writable());
		report.put("runners-left-out",
				Stream.concat(names(ApplicationRunner.class), names(CommandLineRunner.class)).toList());
		report.put("lifecycle-beans-not-started", names(Lifecycle.class).toList());
		for (UncalledMethods methods : UncalledMethods.values()) {
			report.put(methods.title(), methods.find(this.beans, TwinReport::isOwn));
		}
		report.put("properties-overruled", TwinProperties.overruled(this.environment));
		report.put("log-files-not-written", this.logFiles.names());
		report.put("ran-environment-post-processors", postProcessors());
		report.put("ran-listeners", own(this.application.getListeners()));
		report.put("ran-initializers", own(this.application.getInitializers()));
		report.put("ran-bean-factory-post-processors", ownBeans(BeanFactoryPostProcessor.class));
		report.put("ran-bean-post-processors", ownBeans(BeanPostProcessor.class));
		report.put("built", Arrays.stream(this.beans.getSingletonNames()).filter(this::isOwn).toList());
		report.put("jvm-flags", flags());
		return report;
	}

	private List<String> postProcessors() {
		try {
			return RegisteredPostProcessors.find(this.application.getClassLoader());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Stream<String> names(Class<?> type) {
		return Arrays.stream(this.beans.getBeanNamesForType(type, false, false));
	}

	private static List<String> own(Collection<?> objects) {
		return objects.stream().map(Object::getClass).filter(TwinReport::isOwn).map(Class::getName).toList();
	}

	private List<String> ownBeans(Class<?> type) {
		return names(type).filter(this::isOwn).toList();
	}

	private boolean isOwn(String bean) {
		Class<?> type = this.beans.containsBeanDefinition(bean) ? this.beans.getType(bean, false) : null;
		return type != null && isOwn(type);
	}

	// neither Spring's nor ours
	private static boolean isOwn(Class<?> type) {
		return !type.getName().startsWith("org.springframework.") && !OwnCode.contains(type);
	}

	// as the JVM has them, also from JAVA_TOOL_OPTIONS and the like
	private List<String> flags() {
		Sanitizing sanitizing = this.beans.getBean(Sanitizing.class);
		return ManagementFactory.getRuntimeMXBean()
			.getInputArguments()
			.stream()
			.filter((argument) -> COLLIDING.stream().anyMatch(argument::startsWith))
			.map((argument) -> shown(sanitizing, argument))
			.toList();
	}

	private static String shown(Sanitizing sanitizing, String argument) {
		int sign = argument.indexOf('=');
		if (!argument.startsWith("-D") || sign < 0) {
			return sanitizing.text(argument);
		}
		return argument.substring(0, sign + 1)
				+ sanitizing.property(SYSTEM_PROPERTIES, argument.substring(2, sign), argument.substring(sign + 1));
	}

	private String start(String name) {
		Object bean = this.beans.containsBean(name) ? this.beans.getBean(name) : null;
		if (!(bean instanceof Lifecycle lifecycle)) {
			throw new IllegalArgumentException("There is no lifecycle bean " + name
					+ ". (twin) lists those that there are under lifecycle-beans-not-started.");
		}
		this.beans.getBean(KitAudit.class)
			.publish(AuditType.REPL_APPLICATION_CHANGED, Map.of("what", "lifecycle bean " + name, "to", "started"));
		// also if it fails half way
		this.started.add(name, lifecycle);
		lifecycle.start();
		return name + (lifecycle.isRunning() ? " runs." : " was started, but doesn't say that it runs.");
	}

}
