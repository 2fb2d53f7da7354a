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

package dev.replboot.audit;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

import dev.replboot.access.ClientAddress;
import dev.replboot.access.Denial;
import dev.replboot.access.Peer;

/**
 * Decides which denials are recorded one by one, for each door by itself, and hands over
 * the figures of the others when a window ends. There is a timer only while there is a
 * figure to hand over.
 */
final class RefusalWindows {

	private final int most;

	private final Duration length;

	private final BiConsumer<String, DoorWindow.Figure> figures;

	private final Map<String, DoorWindow> windows = new HashMap<>();

	private @Nullable ScheduledThreadPoolExecutor timer;

	/**
	 * Create windows.
	 * @param most how many denials of a door are recorded one by one within a window
	 * @param length how long a window is
	 * @param figures takes the name of a door and a figure of it
	 */
	RefusalWindows(int most, Duration length, BiConsumer<String, DoorWindow.Figure> figures) {
		this.most = most;
		this.length = length;
		this.figures = figures;
	}

	/**
	 * Take a denial.
	 * @param denial the denial
	 * @return whether it is to be recorded; otherwise it will be in a figure
	 */
	boolean records(Denial denial) {
		List<DoorWindow.Figure> figures = List.of();
		boolean records;
		synchronized (this) {
			long now = System.nanoTime();
			DoorWindow window = this.windows.get(denial.protocol());
			if (window == null || isOver(window, now)) {
				figures = (window != null) ? window.takeFigures() : figures;
				window = new DoorWindow(this.most, now);
				this.windows.put(denial.protocol(), window);
			}
			records = window.records(denial, network(denial.peer()));
			if (!records && this.timer == null) {
				this.timer = newTimer();
				this.timer.schedule(this::tick, this.length.toNanos(), TimeUnit.NANOSECONDS);
			}
		}
		figures.forEach((figure) -> this.figures.accept(denial.protocol(), figure));
		return records;
	}

	private boolean isOver(DoorWindow window, long now) {
		return now - window.since() >= this.length.toNanos();
	}

	private static @Nullable String network(@Nullable Peer peer) {
		return (peer != null) ? ClientAddress.of(peer.address()).network() : null;
	}

	private static ScheduledThreadPoolExecutor newTimer() {
		return new ScheduledThreadPoolExecutor(1, (task) -> {
			// inherits nothing: whoever is refused first may be evaluating
			Thread thread = new Thread(null, task, "repl-audit-figures", 0, false);
			thread.setDaemon(true);
			thread.setContextClassLoader(RefusalWindows.class.getClassLoader());
			return thread;
		});
	}

	private void tick() {
		report(false);
		synchronized (this) {
			long now = System.nanoTime();
			long next = this.windows.values()
				.stream()
				.filter((window) -> !window.isSilent())
				.mapToLong((window) -> Math.max(0, this.length.toNanos() - (now - window.since())))
				.min()
				.orElse(-1);
			if (this.timer != null && next >= 0) {
				this.timer.schedule(this::tick, next, TimeUnit.NANOSECONDS);
			}
			else if (this.timer != null) {
				this.timer.shutdown();
				this.timer = null;
			}
		}
	}

	/**
	 * Hand over all figures now. The windows go on.
	 */
	void flush() {
		report(true);
	}

	private void report(boolean all) {
		Map<String, List<DoorWindow.Figure>> taken = new HashMap<>();
		synchronized (this) {
			long now = System.nanoTime();
			this.windows.forEach((door, window) -> {
				if (all || isOver(window, now)) {
					taken.put(door, window.takeFigures());
				}
			});
			this.windows.values().removeIf((window) -> isOver(window, now));
		}
		taken.forEach((door, figures) -> figures.forEach((figure) -> this.figures.accept(door, figure)));
	}

	/**
	 * Hand over all figures and end the timer.
	 */
	void close() {
		flush();
		synchronized (this) {
			if (this.timer != null) {
				this.timer.shutdownNow();
				this.timer = null;
			}
		}
	}

}
