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

import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.weave.ClassWeaver;
import dev.replboot.runtime.weave.WovenAtBuild;

/**
 * What starting Clojure needs, kept until it has started.
 */
final class StartingClasses {

	private final ClojureJars jars;

	private final WovenAtBuild built = WovenAtBuild.read();

	private final WovenAhead ahead;

	StartingClasses(ClassLoader application) {
		this.jars = ClojureJars.open(application);
		this.ahead = new WovenAhead(this.jars);
	}

	/**
	 * Find one of Clojure's own classes.
	 * @param internalName the class's name
	 * @return the class file to define, or {@code null} if it isn't known to be one
	 */
	byte @Nullable [] find(String internalName) {
		String file = internalName + ".class";
		byte[] original = this.jars.find(file);
		if (original == null) {
			return null;
		}
		byte[] woven = this.built.find(internalName, original);
		return (woven != null) ? woven : this.ahead.take(file, original);
	}

	/**
	 * Weave a class that isn't Clojure's own.
	 * @param loader the loader that is about to define it
	 * @param internalName the class's name
	 * @param original the class file
	 * @return the class file to define
	 */
	byte[] weave(ClassLoader loader, String internalName, byte[] original) {
		byte[] woven = this.built.find(internalName, original);
		return (woven != null) ? woven : ClassWeaver.weave(loader, original);
	}

	void letGo() {
		this.ahead.stop();
		this.jars.close();
	}

}
