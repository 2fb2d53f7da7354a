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

import java.util.Set;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractOutputStreamAppender;
import org.apache.logging.log4j.core.appender.FileManager;
import org.apache.logging.log4j.core.appender.MemoryMappedFileManager;
import org.apache.logging.log4j.core.appender.OutputStreamManager;
import org.apache.logging.log4j.core.appender.RandomAccessFileManager;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.filter.DenyAllFilter;
import org.apache.logging.log4j.core.impl.Log4jContextFactory;

/**
 * The files that Log4j appends to. Is only loaded if Log4j's core is there.
 */
final class Log4jFiles {

	private Log4jFiles() {
	}

	static void detach(Set<String> files) {
		if (LogManager.getFactory() instanceof Log4jContextFactory factory) {
			for (LoggerContext context : factory.getSelector().getLoggerContexts()) {
				detach(context.getConfiguration(), files);
			}
		}
	}

	private static void detach(Configuration configuration, Set<String> files) {
		for (Appender appender : configuration.getAppenders().values()) {
			if (appender instanceof AbstractOutputStreamAppender<?> stream && isFile(stream.getManager())) {
				files.add(stream.getManager().getName());
				// others, such as those that write in the background, may refer to it;
				// one that was stopped would be an error of theirs
				stream.addFilter(DenyAllFilter.newBuilder().build());
				configuration.getLoggers().values().forEach((logger) -> logger.removeAppender(stream.getName()));
				configuration.getRootLogger().removeAppender(stream.getName());
			}
		}
	}

	private static boolean isFile(OutputStreamManager manager) {
		return manager instanceof FileManager || manager instanceof RandomAccessFileManager
				|| manager instanceof MemoryMappedFileManager;
	}

}
