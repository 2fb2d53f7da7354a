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

package dev.replboot.kit.patch;

import java.util.regex.Pattern;

/**
 * Tells the frames of what patches and watches from those of the application.
 */
public final class PatchFrames {

	private static final Pattern OURS = Pattern.compile("dev\\.replboot\\.(kit\\.patch\\.(Callers|CodePlace|Dispatch"
			+ "|OriginalCode|PatchedMethod|RepositoryCalls|RepositoryPlace|SuspendingCalls|Watch|WatchDispatch|WatchSite)"
			+ "(\\$.*)?|runtime\\.(callback|hook|poll|stop)\\..*)");

	// Functions of the namespace repl.kit.patch have such classes.
	private static final String FUNCTIONS = "repl.kit.patch$";

	private static final String PACKAGE = PatchFrames.class.getPackageName() + ".";

	private PatchFrames() {
	}

	/**
	 * Whether the frames of a class stand between the application and a patch or a watch.
	 * @param type the name of the class
	 * @return whether somebody who asks for callers isn't interested
	 */
	public static boolean isOurs(String type) {
		return type.startsWith(FUNCTIONS) || (type.startsWith("dev.replboot.") && OURS.matcher(type).matches());
	}

	/**
	 * Whether the frames of a class are of a patch or a watch, and not of what the
	 * runtime adds to evaluated code.
	 * @param type the name of the class
	 * @return whether what fails below has failed within a call of a patch
	 */
	static boolean isOfPatches(String type) {
		return (type.startsWith(FUNCTIONS) || type.startsWith(PACKAGE)) && isOurs(type);
	}

}
