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

package dev.replboot.runtime.launch;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.RuntimeLoadException;

/**
 * Refuses a Clojure that is too old before anything of it is loaded. A build picks one
 * when another library asks for it and nobody has pinned the version.
 */
final class ClojureVersion {

	/**
	 * The version that the starter brings.
	 */
	static final String BROUGHT = "1.12.6";

	private static final String FILE = "clojure/version.properties";

	private static final int MAJOR = 1;

	private static final int MINOR = 12;

	private static final Pattern VERSION = Pattern.compile("(\\d{1,9})\\.(\\d{1,9}).*");

	private static final Log logger = LogFactory.getLog(ClojureVersion.class);

	private ClojureVersion() {
	}

	/**
	 * Require a Clojure that the REPL can run in.
	 * @param application the application's class loader
	 * @throws RuntimeLoadException if the application's class path has an older one
	 */
	static void require(ClassLoader application) {
		String version = find(application);
		if (version != null && isTooOld(version)) {
			throw new RuntimeLoadException("The application's class path has Clojure " + version
					+ ", and the REPL needs 1.12 or newer. Pin org.clojure:clojure to " + BROUGHT
					+ " in the build, in Maven's dependencyManagement or as a constraint in Gradle:"
					+ " another library has asked for the older one.", null);
		}
	}

	private static boolean isTooOld(String version) {
		Matcher matcher = VERSION.matcher(version);
		if (!matcher.matches()) {
			return false;
		}
		int major = Integer.parseInt(matcher.group(1));
		return major < MAJOR || (major == MAJOR && Integer.parseInt(matcher.group(2)) < MINOR);
	}

	private static @Nullable String find(ClassLoader application) {
		try (InputStream in = application.getResourceAsStream(FILE)) {
			Properties properties = new Properties();
			if (in != null) {
				properties.load(in);
			}
			return properties.getProperty("version");
		}
		catch (IOException | IllegalArgumentException ex) {
			logger.debug("The version of Clojure could not be found out", ex);
			return null;
		}
	}

}
