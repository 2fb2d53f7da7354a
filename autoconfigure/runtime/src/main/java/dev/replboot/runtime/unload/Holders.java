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

package dev.replboot.runtime.unload;

import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;

import dev.replboot.runtime.stop.CpuClock;
import dev.replboot.runtime.stop.Threads;

/**
 * Finds what holds a runtime that stays: threads, static fields, beans, thread-locals
 * where modules allow to read them. Lets go of caches and stack traces on the way.
 */
final class Holders {

	private static final int MOST_OBJECTS = 300_000;

	// of the processor: on a busy machine a thread of the lowest priority has few turns
	private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

	private final List<WeakReference<ConfigurableApplicationContext>> contexts;

	Holders(Collection<Object> hostObjects) {
		List<WeakReference<ConfigurableApplicationContext>> contexts = new ArrayList<>();
		for (Object object : hostObjects) {
			if (object instanceof ConfigurableApplicationContext context) {
				contexts.add(new WeakReference<>(context));
			}
		}
		this.contexts = List.copyOf(contexts);
	}

	Found find(RuntimeOwnership runtime) {
		long begin = timeUsed();
		Set<String> paths = new LinkedHashSet<>();
		ObjectWalk walk = new ObjectWalk(runtime, (type) -> true, new Links(false), new CacheRelease(runtime, true),
				MOST_OBJECTS, () -> timeUsed() - begin > PATIENCE_NANOS);
		Map<ClassLoader, Class<?>> known = new LinkedHashMap<>();
		known.put(Holders.class.getClassLoader(), Holders.class);
		this.contexts.forEach((reference) -> fromBeans(reference.get(), walk, known));
		for (Class<?> type : LoadedClasses.of(List.copyOf(known.values()))) {
			for (Field field : Links.declared(type, true)) {
				walk.from("static field " + type.getName() + "." + field.getName(), Links.read(field, null));
			}
		}
		for (Thread thread : Threads.all()) {
			if (thread != Thread.currentThread()) {
				fromThread(thread, runtime, walk, paths);
			}
		}
		paths.addAll(walk.walk());
		return new Found(List.copyOf(paths), walk.isWhole());
	}

	private static long timeUsed() {
		long nanos = CpuClock.nanos(Thread.currentThread());
		return (nanos >= 0) ? nanos : System.nanoTime();
	}

	private static void fromBeans(@Nullable ConfigurableApplicationContext context, ObjectWalk walk,
			Map<ClassLoader, Class<?>> known) {
		if (context == null || !context.isActive()) {
			return;
		}
		for (String name : context.getBeanFactory().getSingletonNames()) {
			Object bean = context.getBeanFactory().getSingleton(name);
			if (bean != null && bean.getClass().getClassLoader() != null) {
				known.putIfAbsent(bean.getClass().getClassLoader(), bean.getClass());
			}
			walk.from("bean \"" + name + "\"", bean);
		}
		walk.from("bean factory", context.getBeanFactory());
	}

	private static void fromThread(Thread thread, RuntimeOwnership runtime, ObjectWalk walk, Set<String> paths) {
		String name = "thread \"" + thread.getName() + "\"";
		if (runtime.isIn(Threads.stack(thread))) {
			paths.add(name + ": its stack is in evaluated code");
		}
		if (runtime.owns(Threads.contextClassLoader(thread))) {
			paths.add(name + ": its context class loader");
		}
		walk.from(name, thread);
		for (String field : new String[] { "threadLocals", "inheritableThreadLocals" }) {
			walk.from(name + "." + field, ThreadLocals.of(thread, field));
		}
	}

	/**
	 * What a search has found.
	 *
	 * @param paths the ways by which the runtime is held
	 * @param whole whether everything was seen that can be seen from inside
	 */
	record Found(List<String> paths, boolean whole) {

		static final Found NOTHING = new Found(List.of(), true);

	}

}
