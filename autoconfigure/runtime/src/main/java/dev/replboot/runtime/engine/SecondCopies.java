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

package dev.replboot.runtime.engine;

import java.io.IOException;
import java.io.Writer;

import clojure.lang.RT;

import dev.replboot.runtime.OwnNamespaces;
import dev.replboot.runtime.hook.ApplicationClojure;
import dev.replboot.runtime.stop.Scopes;

/**
 * Says that an isolated runtime loads a namespace which the application runs as well.
 */
final class SecondCopies {

	private SecondCopies() {
	}

	/**
	 * Say it to who has asked for the namespace. Those that are loaded on its behalf are
	 * named alone.
	 * @param namespace a namespace that is about to be loaded for the first time
	 */
	static void tell(String namespace) {
		if (Scopes.current() == null || OwnNamespaces.contain(namespace)
				|| !ApplicationClojure.runs(SecondCopies.class.getClassLoader(), namespace)) {
			return;
		}
		say(Scopes.isLoadingLibrary() ? ";; So is " + namespace + ".\n"
				: ";; " + namespace
						+ " is a second copy here: the application runs this namespace in a Clojure of its own,"
						+ " which sees nothing of what is defined or changed in this one. To see and redefine the"
						+ " application's, set repl.runtime=shared.\n");
	}

	private static void say(String sentence) {
		try {
			Writer err = (Writer) RT.ERR.deref();
			err.write(sentence);
			err.flush();
		}
		catch (IOException ex) {
			throw new IllegalStateException("The error stream takes nothing more", ex);
		}
	}

}
