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

/**
 * Stands for an exception of an evaluation where no limit bounds what describing it runs,
 * as in a log. Has what can be known without running methods that evaluated code
 * overrides.
 */
public final class StandIn extends Throwable {

	private static final long serialVersionUID = 1L;

	private static final int MOST_CAUSES = 32;

	private final String text;

	private StandIn(Throwable original) {
		super(text(original), null, false, true);
		this.text = text(original);
		setStackTrace(isKnown(original) ? original.getStackTrace() : new StackTraceElement[0]);
	}

	/**
	 * Make an exception fit to be described by anybody.
	 * @param thrown what was thrown
	 * @return the exception itself, if neither it nor what it refers to is an
	 * evaluation's
	 */
	public static Throwable of(Throwable thrown) {
		Throwable each = thrown;
		for (int i = 0; i < MOST_CAUSES && each != null; i++) {
			if (!isApplications(each)) {
				return new StandIn(thrown);
			}
			for (Throwable suppressed : each.getSuppressed()) {
				if (!isApplications(suppressed)) {
					return new StandIn(thrown);
				}
			}
			each = each.getCause();
		}
		return thrown;
	}

	private static String text(Throwable thrown) {
		String type = thrown.getClass().getName();
		if (isApplications(thrown)) {
			return String.valueOf(thrown);
		}
		// Clojure's own print their data as a part of it
		String message = isKnown(thrown) ? thrown.getMessage() : null;
		return (message != null) ? type + ": " + message : type;
	}

	private static boolean isApplications(Throwable thrown) {
		ClassLoader loader = thrown.getClass().getClassLoader();
		return loader == null || RuntimeHome.of(loader) == null;
	}

	private static boolean isKnown(Throwable thrown) {
		return isApplications(thrown) || thrown.getClass().getName().startsWith("clojure.lang.");
	}

	@Override
	public String toString() {
		return this.text;
	}

}
