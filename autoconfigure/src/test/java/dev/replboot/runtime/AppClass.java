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

package dev.replboot.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * An application bean that keeps what it is given.
 */
public class AppClass {

	public static Exception lastError;

	public final List<Greeter> greeters = new ArrayList<>();

	/**
	 * Run something on a thread of the application's.
	 * @param task what to run
	 * @return its result
	 * @throws Exception what the task throws
	 */
	public static Object onPool(Callable<?> task) throws Exception {
		return Spinner.onPool(task);
	}

	/**
	 * Keep a greeter.
	 * @param greeter the greeter
	 */
	public void register(Greeter greeter) {
		this.greeters.add(greeter);
	}

}
