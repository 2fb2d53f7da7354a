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

package dev.replboot.test.twin;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * The twin of an application that does something of every kind when it starts.
 */
@Timeout(600)
class TwinTests {

	@TempDir
	Path folder;

	@Test
	void whatStartsWithTheApplicationDoesSo() throws Exception {
		TwinProcess normal = sideEffects("");
		assertThat(normal.status()).as(normal.err()).isZero();
		assertThat(Files.readAllLines(this.folder.resolve("effects"))).contains("runner", "command line runner",
				"all singletons", "refreshed", "closed", "constructed", "destroyed", "eager", "lifecycle", "tick",
				"ready");
	}

	@Test
	void nothingStartsWithTheTwin() throws Exception {
		TwinProcess twin = sideEffects("(+ 1 2)", "--repl.twin", "--server.port=0");
		assertThat(twin.out()).as(twin.err()).isEqualTo("3\n");
		assertThat(twin.status()).isZero();
		assertThat(this.folder.resolve("effects")).doesNotExist();
	}

	@Test
	void beansAreBuiltWhenTouchedAndStartedOnPurposeAlone() throws Exception {
		TwinProcess twin = sideEffects(
				"(bean 'ticker) (some? (bean 'constructed)) (start! 'poller) "
						+ "(mapcat (partial get (twin)) [\"runners-left-out\" \"scheduled-methods-left-out\" "
						+ "\"event-listeners-left-out\" \"properties-overruled\"])",
				"--repl.twin", "--repl.twin.strict", "--spring.flyway.enabled=true", "--spring.main.banner-mode=off");
		assertThat(twin.status()).as(twin.err()).isZero();
		assertThat(twin.out()).contains("true\n\"poller runs.\"\n")
			.contains("(\"runner\" \"commandLineRunner\" \"Ticker.tick\" \"Ready.ready\" \"spring.flyway.enabled\")");
		assertThat(Files.readAllLines(this.folder.resolve("effects"))).containsExactly("constructed", "lifecycle",
				"no lifecycle", "destroyed");
	}

	@Test
	void noMainMethodHasToHandArgumentsOn() throws Exception {
		TwinProcess twin = TwinProcess.run(this.folder, "",
				List.of("-Deffects=" + this.folder.resolve("effects"), "-cp", System.getProperty("java.class.path"),
						NoArguments.class.getName(), "--repl.twin", "--repl.twin.eval", "(str \"a b\")"));
		assertThat(twin.out()).as(twin.err()).isEqualTo("\"a b\"\n");
		assertThat(this.folder.resolve("effects")).doesNotExist();
	}

	@Test
	void nothingStartsWhenATwinWasMeant() throws Exception {
		TwinProcess meant = sideEffects("", "--repl-twin");
		assertThat(meant.err()).isEqualTo(
				"Nothing was started: --repl-twin is not known. Did you mean --repl.twin, after the jar or the class?\n");
		TwinProcess unknown = sideEffects("", "--repl.twin", "--repl.twin.writeable");
		assertThat(unknown.err()).startsWith("--repl.twin.writeable is not known. There are --repl.twin.eval, ");
		assertThat(List.of(meant.status(), unknown.status())).containsExactly(2, 2);
		assertThat(this.folder.resolve("effects")).doesNotExist();
	}

	@Test
	void inputAndOutputThatAreNotThereAreSaid() throws Exception {
		List<String> twin = new ArrayList<>(List.of("-Deffects=" + this.folder.resolve("effects"), "-cp",
				System.getProperty("java.class.path"), SideEffects.class.getName(), "--repl.twin"));
		TwinProcess closed = shell("<&-", twin);
		assertThat(closed.err()).contains(";; Standard input is closed.").doesNotContain("EVALUAT");
		twin.add("--repl.twin.eval=(+ 1 2) (println :second)");
		TwinProcess full = shell("> /dev/full", twin);
		assertThat(full.err()).contains(";; Standard output takes nothing more").doesNotContain(":second\n");
		Path script = Files.write(this.folder.resolve("latin.clj"),
				"(println :first)\n\"\u00e4\"".getBytes(StandardCharsets.ISO_8859_1));
		twin.set(twin.size() - 1, "--repl.twin.script=" + script);
		TwinProcess latin = shell("", twin);
		assertThat(latin.err()).contains("latin.clj isn't in UTF-8, so nothing of it was evaluated")
			.doesNotContain(":first\n");
		assertThat(List.of(closed.status(), full.status(), latin.status())).containsExactly(1, 1, 1);
		Files.write(script, "\ufeff(prn :marked)".getBytes(StandardCharsets.UTF_8));
		assertThat(shell("", twin).err()).contains(":marked\n").doesNotContain("Unable to resolve");
	}

	private TwinProcess shell(String redirection, List<String> arguments) throws Exception {
		return TwinProcess.run(this.folder, "(println :from-stdin)",
				new ProcessBuilder("sh", "-c", "exec \"$@\" " + redirection, "sh",
						Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1"),
				arguments);
	}

	@Test
	void aJarThatWasProcessedAheadOfTimeHasOneToo() throws Exception {
		TwinProcess twin = TwinProcess.run(this.folder, "(+ 1 2)",
				List.of("-Dspring.aot.enabled=true", "-Deffects=" + this.folder.resolve("effects"), "-cp",
						System.getProperty("java.class.path"), SideEffects.class.getName(), "--repl.twin"));
		assertThat(twin.out()).as(twin.err()).isEqualTo("3\n");
		assertThat(this.folder.resolve("effects")).doesNotExist();
	}

	@Test
	void principalHasStatedAuthoritiesOrIsTheApplicationsUser() throws Exception {
		String user = System.getProperty("user.name");
		TwinProcess stated = withUser("somebody", "-Duser.name=mallory", "--repl.twin.authorities=ROLE_CLERK");
		assertThat(stated.out()).as(stated.err())
			.isEqualTo("{:principal \"" + user + "\", :authorities [\"ROLE_CLERK\" \"ROLE_REPL_ADMIN\"]}\n");
		TwinProcess mapped = withUser(user);
		assertThat(mapped.out()).as(mapped.err())
			.isEqualTo("{:principal \"" + user + "\", :authorities [\"ROLE_OWNER\" \"ROLE_REPL_ADMIN\"]}\n");
		TwinProcess unknown = withUser("somebody");
		assertThat(unknown.err()).contains(";; You are " + user, "the application has no user of that name",
				"--repl.twin.authorities=");
		assertThat(unknown.out()).isEmpty();
		assertThat(unknown.status()).isOne();
	}

	private TwinProcess withUser(String user, String... arguments) throws Exception {
		List<String> all = new ArrayList<>(List.of("-Dknown=" + user, "-cp", System.getProperty("java.class.path")));
		Stream.of(arguments).filter((argument) -> argument.startsWith("-D")).forEach(all::add);
		all.addAll(List.of(WithUser.class.getName(), "--repl.twin", "--repl.peer.require=mapped"));
		Stream.of(arguments).filter((argument) -> !argument.startsWith("-D")).forEach(all::add);
		return TwinProcess.run(this.folder, "(select-keys (who) [:principal :authorities])", all);
	}

	@Test
	void whoLoggedInIsOnRecord() throws Exception {
		Path login = Path.of("/proc/self/loginuid");
		assumeThat(login).exists();
		assumeThat(System.getProperty("user.name")).as("only root can log others in").isEqualTo("root");
		TwinProcess twin = TwinProcess.run(this.folder, "",
				new ProcessBuilder("sh", "-c", "echo 1 > " + login + "; exec \"$@\"", "sh",
						Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1"),
				List.of("-cp", System.getProperty("java.class.path"), SideEffects.class.getName(),
						"--repl.twin.eval=(:peer (who))"));
		assertThat(twin.out()).as(twin.err()).isEqualTo("{:user \"daemon\", :uid 1, :address \"standard input\"}\n");
	}

	@Test
	void logOfTheActiveProcessIsNotWrittenAndWhatRanIsNamed() throws Exception {
		Path log = Files.writeString(this.folder.resolve("live.log"), "of the active process\n");
		Path configuration = Files.writeString(this.folder.resolve("logback.xml"),
				"""
						<configuration>
						  <appender name="FILE" class="ch.qos.logback.core.FileAppender">
						    <file>%s</file><encoder><pattern>%%m%%n</pattern></encoder>
						  </appender>
						  <appender name="ASYNC" class="ch.qos.logback.classic.AsyncAppender"><appender-ref ref="FILE"/></appender>
						  <appender name="CONSOLE" class="ch.qos.logback.core.ConsoleAppender">
						    <target>System.err</target><encoder><pattern>%%m%%n</pattern></encoder>
						  </appender>
						  <root level="info">
						    <appender-ref ref="ASYNC"/><appender-ref ref="FILE"/><appender-ref ref="CONSOLE"/>
						  </root>
						</configuration>
						"""
					.formatted(log));
		Path registered = Files.createDirectories(this.folder.resolve("classes/META-INF"));
		Files.writeString(registered.resolve("spring.factories"), """
				org.springframework.boot.EnvironmentPostProcessor=%s
				org.springframework.context.ApplicationListener=%s
				""".formatted(Early.class.getName(), Talkative.class.getName()));
		TwinProcess twin = TwinProcess.run(this.folder, """
				(.info (org.slf4j.LoggerFactory/getLogger "test") "of the twin")
				(select-keys (twin) ["log-files-not-written" "ran-environment-post-processors" "jvm-flags"])
				""", List.of("-XX:ErrorFile=" + this.folder.resolve("crash"),
				"-XX:OnOutOfMemoryError=curl https://bob:hunter2@host/x", "-Deffects=" + this.folder.resolve("effects"),
				"-cp", this.folder.resolve("classes") + File.pathSeparator + System.getProperty("java.class.path"),
				SideEffects.class.getName(), "--logging.config=" + configuration, "--repl.twin", "--repl.twin.strict"));
		assertThat(twin.status()).as(twin.err()).isZero();
		assertThat(twin.err()).contains("early talk");
		assertThat(twin.out()).contains("\"" + log + "\"", "[\"" + Early.class.getName() + "\"]", "-XX:ErrorFile=")
			.contains("-XX:OnOutOfMemoryError=curl https://bob:******@host/x")
			.doesNotContain("hunter2");
		assertThat(log).hasContent("of the active process");
		assertThat(this.folder.resolve("effects")).hasContent("early");
	}

	@Test
	void logOfTheActiveProcessIsNotWrittenWithLog4j() throws Exception {
		Path log = Files.writeString(this.folder.resolve("live.log"), "of the active process\n");
		Path configuration = Files.writeString(this.folder.resolve("log4j2.xml"), """
				<Configuration status="warn">
				  <Appenders>
				    <File name="FILE" fileName="%1$s"><PatternLayout pattern="%%m%%n"/></File>
				    <RollingFile name="ROLLING" fileName="%1$s.2" filePattern="%1$s.%%i">
				      <PatternLayout pattern="%%m%%n"/><SizeBasedTriggeringPolicy size="1MB"/>
				    </RollingFile>
				    <Async name="ASYNC"><AppenderRef ref="ROLLING"/></Async>
				    <OutputStreams name="CONSOLE" target="SYSTEM_ERR"><PatternLayout pattern="%%m%%n"/></OutputStreams>
				  </Appenders>
				  <Loggers>
				    <Root level="info"><AppenderRef ref="FILE"/><AppenderRef ref="CONSOLE"/></Root>
				    <Logger name="test"><AppenderRef ref="ASYNC"/></Logger>
				  </Loggers>
				</Configuration>
				""".formatted(log));
		String libraries = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((path) -> !path.contains("logback") && !path.contains("log4j-to-slf4j"))
			.collect(Collectors.joining(File.pathSeparator));
		TwinProcess twin = TwinProcess.run(this.folder, """
				(.warn (org.slf4j.LoggerFactory/getLogger "test") "of the twin")
				(get (twin) "log-files-not-written")
				""", List.of("-Deffects=" + this.folder.resolve("effects"), "-cp",
				Path.of("target/effects/log4j") + "/*" + File.pathSeparator + libraries, SideEffects.class.getName(),
				"--logging.config=" + configuration, "--repl.twin", "--repl.twin.strict"));
		assertThat(twin.status()).as(twin.err()).isZero();
		assertThat(twin.err()).contains("of the twin").doesNotContain("ERROR");
		assertThat(twin.out()).contains("\"" + log + "\"", "\"" + log + ".2\"");
		assertThat(log).hasContent("of the active process");
		assertThat(this.folder.resolve("live.log.2")).isEmptyFile();
	}

	private TwinProcess sideEffects(String input, String... arguments) throws Exception {
		List<String> all = new ArrayList<>(List.of("-Deffects=" + this.folder.resolve("effects"), "-cp",
				System.getProperty("java.class.path"), SideEffects.class.getName(), "--server.port=0"));
		all.addAll(List.of(arguments));
		return TwinProcess.run(this.folder, input, all);
	}

	/**
	 * Comes before the context.
	 */
	public static final class Early implements EnvironmentPostProcessor {

		@Override
		public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
			SideEffects.happened("early");
		}

	}

	/**
	 * Logs as soon as it can.
	 */
	public static final class Talkative implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {

		@Override
		public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
			LoggerFactory.getLogger("test").info("early talk");
		}

	}

	/**
	 * Knows one user.
	 */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	public static class WithUser {

		public static void main(String[] arguments) {
			SpringApplication.run(WithUser.class, arguments);
		}

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(User.withUsername(System.getProperty("known"))
				.password("{noop}unused")
				.roles("REPL_ADMIN", "OWNER")
				.build());
		}

	}

	/**
	 * Hands nothing on.
	 */
	public static final class NoArguments {

		public static void main(String[] arguments) {
			SpringApplication.run(SideEffects.class);
		}

	}

}
