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

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * What runs tasks and was made by functions of a namespace that was loaded again. It is
 * the application's, as the namespace is, so it stays when the REPL closes. Held weakly,
 * since what nobody can use is gone.
 */
final class KeptExecutors {

	private final List<Kept> all = new ArrayList<>();

	/**
	 * Note an executor or a timer.
	 * @param resource the executor or timer
	 * @param by the class of the function that made it
	 */
	synchronized void add(Object resource, Class<?> by) {
		this.all.removeIf((kept) -> kept.resource().get() == null);
		String namespace = by.getName().split("\\$", 2)[0].replace('_', '-');
		this.all.add(new Kept(new WeakReference<>(resource), namespace));
	}

	/**
	 * Name those that can still run something.
	 * @return a sentence for each namespace and kind
	 */
	synchronized List<String> describe() {
		Map<String, Integer> executors = new TreeMap<>();
		Map<String, Integer> timers = new TreeMap<>();
		for (Kept kept : this.all) {
			if (kept.resource().get() instanceof ExecutorService executor && !executor.isShutdown()) {
				executors.merge(kept.namespace(), 1, Integer::sum);
			}
			else if (kept.resource().get() instanceof Timer timer && !isCancelled(timer)) {
				timers.merge(kept.namespace(), 1, Integer::sum);
			}
		}
		List<String> sentences = new ArrayList<>();
		executors.forEach((namespace, count) -> sentences.add(sentence("executor", namespace, count)));
		timers.forEach((namespace, count) -> sentences.add(sentence("timer", namespace, count)));
		return sentences;
	}

	private static String sentence(String what, String namespace, int count) {
		return (count == 1) ? "The application keeps the " + what + " that a function of " + namespace + " has made."
				: "The application keeps the " + count + " " + what + "s that functions of " + namespace
						+ " have made.";
	}

	// a timer doesn't tell, but it refuses tasks
	private static boolean isCancelled(Timer timer) {
		TimerTask task = new TimerTask() {

			@Override
			public void run() {
			}

		};
		try {
			timer.schedule(task, TimeUnit.DAYS.toMillis(1));
			return false;
		}
		catch (IllegalStateException ex) {
			return true;
		}
		finally {
			task.cancel();
			timer.purge();
		}
	}

	/**
	 * An executor or timer.
	 *
	 * @param resource the executor or timer
	 * @param namespace the namespace whose function made it
	 */
	private record Kept(WeakReference<Object> resource, String namespace) {

	}

}
