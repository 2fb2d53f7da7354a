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

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.NullUnmarked;

/**
 * Watches and patches methods of many kinds without a session, and tells where a call
 * isn't what it is without us.
 */
@NullUnmarked
final class MethodKindRun {

	private static long sites = 1_000_000;

	private MethodKindRun() {
	}

	static List<String> differences(ClassPatcher classes) {
		List<String> differences = new ArrayList<>();
		for (ManyKinds.Kind kind : ManyKinds.all()) {
			try {
				compare(kind, classes, differences);
			}
			catch (RuntimeException | Error ex) {
				differences.add(kind + ": " + ex);
			}
		}
		return differences;
	}

	private static void compare(ManyKinds.Kind kind, ClassPatcher classes, List<String> differences) {
		String without = kind.outcome();
		Method method = MethodFinder.find(kind.target(), kind.method());
		String watched = watched(kind, method, classes);
		if (!watched.equals("noted " + without)) {
			differences.add(kind + ": watched " + watched + ", without " + without);
		}
		String proceeding = patched(kind, method, classes, (self, given, proceed) -> proceed.call(null));
		if (!proceeding.equals(without)) {
			differences.add(kind + ": proceeding " + proceeding + ", without " + without);
		}
		String replaced = patched(kind, method, classes, (self, given, proceed) -> ManyKinds.instead(kind.name()));
		if (!kind.isReplaced(replaced)) {
			differences.add(kind + ": replaced " + replaced);
		}
		String reverted = kind.outcome();
		if (!reverted.equals(without)) {
			differences.add(kind + ": reverted " + reverted + ", without " + without);
		}
	}

	private static String watched(ManyKinds.Kind kind, Method method, ClassPatcher classes) {
		Watch watch = new Watch(
				new WatchOptions(Integer.MAX_VALUE, 1000, Duration.ofSeconds(2), true, null, null, null, null),
				new WatchedValues((value) -> null));
		watch.of(new WatchTarget(method, method.getDeclaringClass().getName(), method.getName(),
				List.of(CodeMethod.of(method)), null));
		WatchSite site = new WatchSite(++sites, CodeMethod.of(method));
		site.add(watch);
		WatchDispatch.add(site);
		classes.watch(site.method(), site.number());
		try {
			String outcome = kind.outcome();
			return (watch.next(Duration.ofMinutes(1)) != null && !watch.isOver()) ? "noted " + outcome
					: "not noted " + watch.end();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			WatchDispatch.remove(site);
			classes.unwatch(site.method());
		}
	}

	private static String patched(ManyKinds.Kind kind, Method method, ClassPatcher classes, PatchBody body) {
		List<Throwable> failures = new ArrayList<>();
		PatchedMethod patch = new PatchedMethod(new CodePlace(method, null, () -> classes), body,
				new Counter(new Counter.Brake(0, null, failures::add, failures::add)));
		patch.apply();
		try {
			String outcome = kind.outcome();
			return failures.isEmpty() ? ((patch.calls() > 0) ? outcome : "not called") : failures.toString();
		}
		finally {
			patch.undo();
		}
	}

}
