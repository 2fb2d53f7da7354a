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

package dev.replboot.kit;

/**
 * Adds an application's own functions to what a user finds inside the REPL. A bean of
 * this type makes a part of the kit, listed by {@code (help)} and switched off by
 * {@code repl.kit.<name>.enabled=false}.
 *
 * @since 0.1.0
 */
public interface ReplKitContributor {

	/**
	 * The part's name.
	 * @return small letters, digits and hyphens, and none of the kit's own names
	 */
	String name();

	/**
	 * Say what to add. Called each time that the REPL opens, so nothing should be done
	 * here beyond that.
	 * @param contribution where to say it
	 */
	void contribute(KitContribution contribution);

}
