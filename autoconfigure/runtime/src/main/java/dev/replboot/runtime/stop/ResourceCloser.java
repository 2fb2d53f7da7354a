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

package dev.replboot.runtime.stop;

import java.lang.reflect.InvocationTargetException;
import java.net.HttpURLConnection;
import java.nio.channels.Pipe;
import java.util.Timer;
import java.util.concurrent.ExecutorService;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import dev.replboot.runtime.EvaluationStoppedError;

/**
 * Ends what a thread may be waiting for, each kind in its own way.
 */
final class ResourceCloser {

	private static final Log logger = LogFactory.getLog(ResourceCloser.class);

	private static final String HTTP_SERVER = "com.sun.net.httpserver.HttpServer";

	private ResourceCloser() {
	}

	/**
	 * Whether to close something when the evaluation that made it is stopped. Executors
	 * may serve others, and the tasks in them are stopped one by one; shutdown hooks do
	 * no harm.
	 * @param resource the resource
	 * @return whether to close it now, and not just when the runtime is unloaded
	 */
	static boolean endsWithEvaluation(Object resource) {
		return !(resource instanceof Thread) && !(resource instanceof ExecutorService);
	}

	static void close(Object resource) {
		try {
			tryToClose(resource);
		}
		catch (Exception | LinkageError | EvaluationStoppedError ex) {
			logger.debug("Could not close " + resource.getClass().getName() + " that was opened in the REPL", ex);
		}
	}

	private static void tryToClose(Object resource) throws Exception {
		// an executor before an AutoCloseable: from JDK 19 on it is one, and waits
		if (resource instanceof ExecutorService executor) {
			executor.shutdownNow();
		}
		else if (resource instanceof Process process) {
			process.descendants().forEach(ProcessHandle::destroyForcibly);
			process.destroyForcibly();
		}
		else if (resource instanceof Timer timer) {
			timer.cancel();
		}
		else if (resource instanceof HttpURLConnection connection) {
			connection.disconnect();
		}
		else if (resource instanceof Thread thread) {
			removeShutdownHook(thread);
		}
		else if (resource instanceof Pipe pipe) {
			pipe.sink().close();
			pipe.source().close();
		}
		else if (resource instanceof AutoCloseable closeable) {
			closeable.close();
		}
		else {
			stopHttpServer(resource);
		}
	}

	private static void removeShutdownHook(Thread thread) {
		try {
			Runtime.getRuntime().removeShutdownHook(thread);
		}
		catch (IllegalStateException ex) {
			logger.trace("The JVM is shutting down", ex);
		}
	}

	// its module may be missing
	private static void stopHttpServer(Object resource)
			throws NoSuchMethodException, IllegalAccessException, InvocationTargetException {
		for (Class<?> type = resource.getClass(); type != null; type = type.getSuperclass()) {
			if (type.getName().equals(HTTP_SERVER)) {
				type.getMethod("stop", int.class).invoke(resource, 0);
			}
		}
	}

}
