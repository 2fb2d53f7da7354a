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

package dev.replboot.runtime.hook;

import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.Timer;
import java.util.concurrent.ExecutorService;

import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.stop.ClassOrigins;
import dev.replboot.runtime.stop.Scopes;

/**
 * Notes what evaluated code opens or makes, so that stopping and closing can end it.
 */
public final class ResourceHooks {

	private static final Set<String> MADE_BY_CONSTRUCTOR = Set.of("java/net/Socket", "java/net/ServerSocket",
			"java/net/DatagramSocket", "java/net/MulticastSocket", "java/util/Timer",
			"java/util/concurrent/ThreadPoolExecutor", "java/util/concurrent/ScheduledThreadPoolExecutor",
			"java/util/concurrent/ForkJoinPool");

	private static final Set<String> MADE_BY_METHOD = Set.of("java/lang/Runtime.exec", "java/lang/ProcessBuilder.start",
			"java/lang/ProcessBuilder.startPipeline", "java/nio/channels/SocketChannel.open",
			"java/nio/channels/ServerSocketChannel.open", "java/nio/channels/ServerSocketChannel.accept",
			"java/nio/channels/DatagramChannel.open", "java/nio/channels/AsynchronousServerSocketChannel.open",
			"java/nio/channels/AsynchronousSocketChannel.open", "java/nio/channels/Selector.open",
			"java/nio/file/FileSystem.newWatchService", "java/nio/file/Files.newDirectoryStream",
			"java/nio/file/Files.list", "java/nio/file/Files.walk", "java/nio/file/Files.find",
			"java/nio/file/Files.lines", "java/nio/channels/Pipe.open", "javax/net/SocketFactory.createSocket",
			"javax/net/ssl/SSLSocketFactory.createSocket", "javax/net/ServerSocketFactory.createServerSocket",
			"com/sun/net/httpserver/HttpServer.create", "com/sun/net/httpserver/HttpsServer.create");

	private static final String EXECUTORS = "java/util/concurrent/Executors";

	private static final Set<String> OWNERS = owners();

	private ResourceHooks() {
	}

	static Set<String> owners() {
		Set<String> owners = new HashSet<>(HookedTypes.of(MADE_BY_METHOD));
		owners.addAll(MADE_BY_CONSTRUCTOR);
		owners.add(EXECUTORS);
		return owners;
	}

	/**
	 * Whether instances of a class are to be noted when they are made.
	 * @param internalName the class's name
	 * @return whether they are
	 */
	public static boolean isTracked(String internalName) {
		return MADE_BY_CONSTRUCTOR.contains(internalName);
	}

	/**
	 * Whether what a method returns is to be noted.
	 * @param owner the class's internal name
	 * @param name the method's name
	 * @return whether it is
	 */
	public static boolean isTracked(String owner, String name) {
		return OWNERS.contains(owner)
				&& (MADE_BY_METHOD.contains(owner + '.' + name) || (owner.equals(EXECUTORS) && name.startsWith("new")));
	}

	/**
	 * Called by woven code with what it has just made.
	 * @param resource the new resource
	 * @param by the class that made it
	 */
	public static void track(@Nullable Object resource, Class<?> by) {
		if (resource instanceof List<?> several) {
			several.forEach((one) -> track(one, by));
		}
		else if (resource != null) {
			if (resource instanceof Timer timer) {
				QuietTimer.quieten(timer);
			}
			Scopes.opened(resource, by);
		}
	}

	static void trackReflective(@Nullable Object result) {
		boolean runsTasks = result instanceof ExecutorService || result instanceof Timer;
		track(result, runsTasks ? ClassOrigins.nearest(ResourceHooks.class) : ResourceHooks.class);
	}

	static void trackReflective(Method method, @Nullable Object result) {
		if (isTracked(method.getDeclaringClass().getName().replace('.', '/'), method.getName())) {
			trackReflective(result);
		}
	}

}
