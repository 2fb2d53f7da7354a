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

package dev.replboot.runtime.loader;

import java.security.AllPermission;
import java.security.CodeSource;
import java.security.Permissions;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.OwnNamespaces;
import dev.replboot.runtime.stop.RuntimeHome;
import dev.replboot.runtime.stop.RuntimeScopes;
import dev.replboot.runtime.weave.ClassWeaver;

/**
 * Defines Clojure, the engine and whatever the Clojure compiler has made anew, from the
 * bytes that the application's class loader sees; everything else comes from the
 * application.
 */
public final class RuntimeClassLoader extends ClassLoader implements RuntimeHome {

	private static final String CLOJURE = "clojure.";

	private static final String[] OURS = { "dev.replboot.runtime.engine.", "dev.replboot.runtime.poll." };

	private static final String[] NEVER_OURS = { "java.", "javax.", "jdk.", "sun.", "com.sun.", "jakarta.",
			"dev.replboot.", "org.springframework." };

	private static final ProtectionDomain DOMAIN = new ProtectionDomain(new CodeSource(null, (Certificate[]) null),
			allPermissions());

	static {
		registerAsParallelCapable();
	}

	private final RuntimeScopes scopes;

	private final ClassFiles files;

	private final Map<String, Boolean> compiledByClojure = new ConcurrentHashMap<>();

	/**
	 * Create a loader for one runtime.
	 * @param name the loader's name, by which stack frames of its classes are recognised
	 * @param application the class loader that sees the application's classes
	 * @param files where class files are read from
	 * @param scopes the runtime's evaluations
	 */
	public RuntimeClassLoader(String name, ClassLoader application, ClassFiles files, RuntimeScopes scopes) {
		super(name, application);
		this.files = files;
		this.scopes = scopes;
	}

	private static Permissions allPermissions() {
		Permissions permissions = new Permissions();
		permissions.add(new AllPermission());
		return permissions;
	}

	@Override
	public RuntimeScopes scopes() {
		return this.scopes;
	}

	@Override
	public ProtectionDomain protectionDomain() {
		return DOMAIN;
	}

	@Override
	public byte[] weave(ClassLoader loader, byte[] bytes) {
		return ClassWeaver.weave(loader, bytes);
	}

	/**
	 * Whether a class has been defined here.
	 * @param name the class's name
	 * @return whether it has
	 */
	public boolean hasDefined(String name) {
		return findLoadedClass(name) != null;
	}

	@Override
	protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
		return isOurs(name) ? loadHere(name) : getParent().loadClass(name);
	}

	private boolean isOurs(String name) {
		if (name.startsWith(CLOJURE) || startsWithAny(name, OURS) || OwnNamespaces.containClass(name)) {
			return true;
		}
		if (startsWithAny(name, NEVER_OURS)) {
			return false;
		}
		Boolean known = this.compiledByClojure.get(name);
		if (known != null) {
			return known;
		}
		byte[] bytes = this.files.find(name);
		if (bytes == null) {
			// may be found later, by somebody else
			return false;
		}
		boolean compiled = CompiledByClojure.test(bytes);
		this.compiledByClojure.put(name, compiled);
		return compiled;
	}

	private static boolean startsWithAny(String name, String[] prefixes) {
		for (String prefix : prefixes) {
			if (name.startsWith(prefix)) {
				return true;
			}
		}
		return false;
	}

	private Class<?> loadHere(String name) throws ClassNotFoundException {
		synchronized (getClassLoadingLock(name)) {
			Class<?> loaded = findLoadedClass(name);
			return (loaded != null) ? loaded : define(name);
		}
	}

	private Class<?> define(String name) throws ClassNotFoundException {
		byte[] bytes = woven(name);
		if (bytes == null) {
			throw new ClassNotFoundException(name);
		}
		return defineClass(name, bytes, 0, bytes.length, DOMAIN);
	}

	private byte @Nullable [] woven(String name) {
		byte[] clojures = this.files.findWoven(name);
		if (clojures != null) {
			return clojures;
		}
		byte[] bytes = this.files.find(name);
		return (bytes == null || startsWithAny(name, OURS)) ? bytes : this.files.weave(this, name, bytes);
	}

}
