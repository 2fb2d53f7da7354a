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

package dev.replboot.text;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Stands for a throwable in a log: has its stack, its causes and its messages as
 * {@link VisibleText} shows them in a line. A message may hold what somebody typed, and
 * must not look like another line of the log.
 */
public final class VisibleThrowable extends Throwable {

	private static final long serialVersionUID = 1L;

	private static final int MOST_CAUSES = 32;

	private final String text;

	private VisibleThrowable(Throwable original, @Nullable Throwable cause) {
		super(text(original), cause, true, true);
		this.text = text(original);
		setStackTrace(original.getStackTrace());
	}

	private static String text(Throwable throwable) {
		return VisibleText.line(String.valueOf(throwable));
	}

	/**
	 * Make a throwable fit for a log.
	 * @param throwable what was thrown
	 * @return the throwable itself, if there is nothing to be escaped in it
	 */
	public static Throwable of(Throwable throwable) {
		List<Throwable> chain = new ArrayList<>();
		boolean plain = true;
		for (Throwable each = throwable; each != null && chain.size() < MOST_CAUSES; each = each.getCause()) {
			chain.add(each);
			plain &= isPlain(each);
		}
		if (plain) {
			return throwable;
		}
		Throwable shown = null;
		for (int i = chain.size() - 1; i >= 0; i--) {
			Throwable visible = new VisibleThrowable(chain.get(i), shown);
			for (Throwable suppressed : chain.get(i).getSuppressed()) {
				visible.addSuppressed(new VisibleThrowable(suppressed, null));
			}
			shown = visible;
		}
		return (shown != null) ? shown : throwable;
	}

	private static boolean isPlain(Throwable throwable) {
		boolean plain = text(throwable).equals(String.valueOf(throwable));
		for (Throwable suppressed : throwable.getSuppressed()) {
			plain &= text(suppressed).equals(String.valueOf(suppressed));
		}
		return plain;
	}

	/**
	 * Make a throwable fit for a log, if there is one.
	 * @param throwable what was thrown, or {@code null}
	 * @return the throwable to log, or {@code null}
	 */
	public static @Nullable Throwable orNull(@Nullable Throwable throwable) {
		return (throwable != null) ? of(throwable) : null;
	}

	@Override
	public String toString() {
		return this.text;
	}

}
