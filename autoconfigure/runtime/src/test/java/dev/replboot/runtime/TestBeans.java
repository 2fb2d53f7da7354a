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

package dev.replboot.runtime;

import java.util.Map;

import javax.sql.DataSource;

import org.h2.jdbcx.JdbcDataSource;
import org.springframework.context.annotation.AnnotationConfigUtils;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.method.annotation.ExceptionHandlerMethodResolver;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * An application context for the forms of the corpora.
 */
public final class TestBeans {

	private TestBeans() {
	}

	public static GenericApplicationContext context() {
		GenericApplicationContext context = new GenericApplicationContext();
		JdbcDataSource database = new JdbcDataSource();
		database.setURL(
				"jdbc:h2:mem:corpus;DB_CLOSE_DELAY=-1;INIT=CREATE ALIAS IF NOT EXISTS SLEEP FOR \"java.lang.Thread.sleep(long)\"");
		DataSource dataSource = CancelledStatements.of(DataSource.class, database);
		context.registerBean("spinner", Spinner.class, Spinner::new);
		context.registerBean("appClass", AppClass.class, AppClass::new);
		context.registerBean("dataSource", DataSource.class, () -> dataSource);
		context.registerBean("jdbcTemplate", JdbcTemplate.class, () -> new JdbcTemplate(dataSource));
		context.registerBean("objectMapper", ObjectMapper.class, () -> JsonMapper.builder().build());
		context.registerBean("exceptionHandlers", ExceptionHandlerMethodResolver.class,
				() -> new ExceptionHandlerMethodResolver(AppErrors.class));
		AnnotationConfigUtils.registerAnnotationConfigProcessors(context);
		context.refresh();
		return context;
	}

	public static TestRuntime repl(GenericApplicationContext context) {
		TestRuntime repl = TestRuntime.isolated(Map.of("ctx", context));
		repl.eval("(do (def ^org.springframework.context.ConfigurableApplicationContext ctx repl.host/ctx)"
				+ " (defn bean [x] (if (class? x) (.getBean ctx ^Class x) (.getBean ctx (str x)))) (def b bean))");
		return repl;
	}

	/**
	 * Handlers of an application's exceptions.
	 */
	static class AppErrors {

		@ExceptionHandler
		String handle(RuntimeException ex) {
			return "error";
		}

	}

}
